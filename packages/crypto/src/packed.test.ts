/**
 * What is published, as a stranger gets it: packed, installed from the tarball into an empty
 * directory, and used there as the README says, on this Node and on the oldest that it claims.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { checkPacked, pack } from '../test/pack.ts';

// Each test starts programs, and other tests run beside it.
vi.setConfig({ testTimeout: 60_000 });

const modules = path.resolve(import.meta.dirname, '../../../node_modules');
const readme = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
const work = mkdtempSync(path.join(tmpdir(), 'wardkeep-packed-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const packed = pack(path.join(work, 'out'));
const app = path.join(work, 'app');
mkdirSync(app);
write('package.json', '{"private":true,"type":"module"}');
run('npm', ['install', '--no-audit', '--no-fund', '--omit=peer', '--offline', packed.tarball]);

const node22 = findNode22();
const runtimes = [
  { name: 'this Node', node: process.execPath, skipped: false },
  node22 === undefined
    ? { name: 'SKIPPED, the registry gave no Node 22: Node 22', node: '', skipped: true }
    : { name: 'Node 22', node: node22, skipped: false },
];

test('it installs alone: no dependency came with it', () => {
  const installed = readdirSync(path.join(app, 'node_modules')).filter((name) => name !== '.bin');
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['@wardkeep']);
});

test('it holds what runs, its types, licence and pages, and nothing of the tests', () => {
  const files = readdirSync(packed.folder, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'lib/index.d.ts']));
  expect(files).toEqual(expect.arrayContaining(['formats/value.md', 'lib/index.js']));
  expect(files.filter((file) => /test|\.tsx?$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
  for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
    expect(readFileSync(path.join(packed.folder, file), 'utf8'), file).not.toMatch(/from '.*\.ts'/);
  }
  for (const page of files.filter((file) => file.endsWith('.md'))) {
    expect(deadLinks(page), page).toEqual([]);
  }
});

test('publint and attw find nothing wrong with it', () => {
  expect(() => checkPacked(packed)).not.toThrow();
});

test('a strict TypeScript program compiles against it', () => {
  write(
    'consumer.ts',
    `import { openValue, sealValue, SecretKey, type RootProvider, type Sealed } from '@wardkeep/crypto';
    import { openEnvironmentProvider } from '@wardkeep/crypto/providers/environment';
    const place = { purpose: 'p', owner: 'o', name: 'n' };
    const sealed: Sealed<{ a: number }> = sealValue(SecretKey.generate(), place, { a: 1 });
    export const opened: { a: number } = openValue(SecretKey.generate(), place, sealed);
    // @ts-expect-error bytes are not sealed because somebody says so
    export const forged: Sealed<number> = new Uint8Array(64);
    export const open: (...options: never) => RootProvider | Promise<RootProvider> = openEnvironmentProvider;`,
  );
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext'];
  const types = ['--types', 'node', '--typeRoots', path.join(modules, '@types')];
  const compiler = path.join(modules, 'typescript/bin/tsc');
  const target = ['--target', 'es2024', '--skipLibCheck', 'consumer.ts'];
  expect(run(process.execPath, [compiler, ...options, ...types, ...target])).toBe('');
});

const examples = [...readme.matchAll(/```js\n\/\/ (\S+)\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, name = '', code = '', output = '']) => ({ name, code, output }),
);

test('the README has three examples', () => {
  expect(examples.map(({ name }) => name)).toEqual([
    'patient-field.mjs',
    'sealed-file.mjs',
    'rotation.mjs',
  ]);
});

describe.each(runtimes)('on $name', ({ node, skipped }) => {
  test.skipIf(skipped).each(examples)('$name does what the page says', ({ name, code, output }) => {
    // The example's own web framework: the page does not claim to bring it.
    link('fastify');
    write(name, code);
    expect(run(node, [name])).toBe(output);
  });

  test.skipIf(skipped)(
    'without the optional packages, what needs them says what to install',
    () => {
      unlink('@node-rs');
      unlink('shamir-secret-sharing');
      write(
        'bare.mjs',
        `import * as crypto from '@wardkeep/crypto';
      const say = (error) => console.log(error.code, /shamir|argon2/.exec(error.message)?.[0]);
      const { privateText } = crypto.generateRecoveryKey();
      await crypto.splitRecoveryKey(privateText, { shares: 3, threshold: 2 }).catch(say);
      try { crypto.sealKeyFile('correct horse battery', crypto.SecretKey.generate()); console.log('sealed'); }
      catch (error) { say(error); }`,
      );
      const keyFile = hasArgon2(node) ? 'sealed' : 'unsupported argon2';
      expect(run(node, ['bare.mjs'])).toBe(`unsupported shamir\n${keyFile}\n`);
    },
  );

  test.skipIf(skipped)('with them, key files and recovery shares work', () => {
    link('@node-rs/argon2');
    link('shamir-secret-sharing');
    write(
      'peers.mjs',
      `import * as crypto from '@wardkeep/crypto';
      const { privateText } = crypto.generateRecoveryKey();
      const texts = await crypto.splitRecoveryKey(privateText, { shares: 3, threshold: 2 });
      console.log(await crypto.combineRecoveryShares(texts.slice(1)) === privateText);
      const [passphrase, key] = ['correct horse battery', crypto.SecretKey.generate()];
      console.log(crypto.openKeyFile(passphrase, crypto.sealKeyFile(passphrase, key)).id === key.id);`,
    );
    expect(run(node, ['peers.mjs'])).toBe('true\ntrue\n');
  });

  test.skipIf(skipped)('the published vectors of a key file open', () => {
    link('@node-rs/argon2');
    const file = path.resolve(modules, '../vectors/key-file.json');
    write(
      'vector.mjs',
      `import { readFileSync } from 'node:fs';
      import { openKeyFile } from '@wardkeep/crypto';
      const { opens: [{ passphrase, file, key }] } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
      console.log(openKeyFile(passphrase, file).id === key.id);`,
    );
    expect(run(node, ['vector.mjs', file])).toBe('true\n');
  });
});

/** From the registry once, then from the temporary directory. */
function findNode22(): string | undefined {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const cache = path.join(tmpdir(), 'wardkeep-node-22');
  const node = path.join(cache, 'node_modules', name, 'bin/node');
  if (existsSync(node)) return node;
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, 'package.json'), '{"private":true}');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save'];
  const args = ['install', ...options, '--fetch-retries=0', `${name}@22`];
  spawnSync('npm', args, { cwd: cache, timeout: 60_000, stdio: 'ignore' });
  return existsSync(node) ? node : undefined;
}

function hasArgon2(node: string): boolean {
  return run(node, ['-p', "typeof require('node:crypto').argon2Sync"]) === 'function\n';
}

function deadLinks(page: string): string[] {
  const text = readFileSync(path.join(packed.folder, page), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, to = '']) => to);
  return links.filter(
    (to) =>
      !to.startsWith('https:') && !existsSync(path.join(packed.folder, path.dirname(page), to)),
  );
}

function write(name: string, text: string): void {
  writeFileSync(path.join(app, name), text);
}

/** A package of the workspace, as if it had been installed beside. */
function link(name: string): void {
  const place = path.join(app, 'node_modules', name);
  if (existsSync(place)) return;
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(path.join(modules, name), place);
}

function unlink(name: string): void {
  rmSync(path.join(app, 'node_modules', name), { recursive: true, force: true });
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: app, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return stdout;
}
