/**
 * Makes the package that is published: `npm run pack --workspace packages/crypto` writes
 * dist/package and dist/wardkeep-crypto-VERSION.tgz. In the workspace the sources run as they are;
 * outside, Node refuses TypeScript under node_modules, so here they become JavaScript.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const own = path.resolve(import.meta.dirname, '..');
const repository = path.resolve(own, '../..');
const sources = path.join(own, 'src');
const formats = path.join(repository, 'docs/formats');

/** Ids of the root providers that this package has: each is an entry of its own. */
const providers = [
  'key-file',
  'environment',
  'pkcs11',
  'aws-kms',
  'gcp-kms',
  'azure-key-vault',
  'vault-transit',
].filter((name) => existsSync(path.join(sources, 'providers', `${name}.ts`)));

export type Packed = {
  /** What is in the tarball, as a directory. */
  readonly folder: string;
  readonly tarball: string;
};

/** Builds into `folder`/package and packs that: `folder` is emptied first. Throws if a step fails. */
export function pack(folder: string): Packed {
  const target = path.join(folder, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  compile(path.join(target, 'lib'));
  writeManifest(target);
  writePages(target);
  cpSync(path.join(repository, 'LICENSE'), path.join(target, 'LICENSE'));
  const args = ['pack', target, '--pack-destination', folder, '--ignore-scripts', '--json'];
  run('npm', args);
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack made no tarball.');
  return { folder: target, tarball: path.join(folder, name) };
}

/** Throws with what publint or attw find wrong. */
export function checkPacked({ folder, tarball }: Packed): void {
  const publint = import.meta.resolve('publint');
  runTool(publint, 'cli.js', ['run', folder, '--strict', '--pack', 'false']);
  const attw = import.meta.resolve('@arethetypeswrong/cli/package.json');
  const options = ['--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
  runTool(attw, 'dist/index.js', [tarball, ...options]);
}

function compile(into: string): void {
  // `npm run check` checks the types, and so does whoever packs to publish: a test need not.
  compileWith('--noCheck', '--outDir', into);
  for (const file of readdirSync(into, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    // The compiler rewrites what runs and leaves declarations naming sources that are not there.
    edit(path.join(into, file), (text) =>
      text.replaceAll(/((?:from|import\() ?['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'),
    );
  }
}

function compileWith(...options: readonly string[]): void {
  const project = path.join(own, 'tsconfig.build.json');
  const typescript = import.meta.resolve('typescript/package.json');
  runTool(typescript, 'bin/tsc', ['--project', project, ...options]);
}

function writeManifest(target: string): void {
  const manifest = readManifest();
  const entry = (name: string) => ({ types: `./lib/${name}.d.ts`, default: `./lib/${name}.js` });
  const entries = providers.map(
    (name) => [`./providers/${name}`, entry(`providers/${name}`)] as const,
  );
  const published = {
    ...manifest,
    exports: {
      '.': entry('index'),
      ...Object.fromEntries(entries),
      './package.json': './package.json',
    },
    files: ['lib', 'formats'],
    sideEffects: false,
  };
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

const onlyForDevelopment = ['devDependencies', 'scripts'];

/** All of the workspace's manifest but what only development needs. */
function readManifest(): Record<string, unknown> {
  const text = readFileSync(path.join(own, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as Record<string, unknown>; // our own package.json
  const isPublished = ([name]: [string, unknown]): boolean => !onlyForDevelopment.includes(name);
  return Object.fromEntries(Object.entries(manifest).filter(isPublished));
}

/** README.md, and the pages of formats that it links to, under formats/. */
function writePages(target: string): void {
  const readme = readFileSync(path.join(own, 'README.md'), 'utf8');
  const linked = [...readme.matchAll(/\]\(\.\.\/\.\.\/docs\/formats\/([\w-]+\.md)/g)];
  const pages = new Set(['README.md', ...linked.map(([, page = '']) => page)]);
  mkdirSync(path.join(target, 'formats'));
  for (const page of pages) {
    const source = path.join(formats, page);
    if (existsSync(source)) cpSync(source, path.join(target, 'formats', page));
  }
  const moved = readme.replaceAll('](../../docs/formats/', '](formats/');
  writeFileSync(path.join(target, 'README.md'), moved);
  for (const page of ['README.md', ...[...pages].map((name) => `formats/${name}`)]) {
    const file = path.join(target, page);
    if (existsSync(file)) edit(file, (text) => withoutDeadLinks(text, path.dirname(file)));
  }
}

/** A link to what is not in the package becomes its text. */
function withoutDeadLinks(text: string, folder: string): string {
  return text.replaceAll(
    /\[([^\]]+)\]\(([^)\s]+)\)/g,
    (link: string, words: string, to: string) => {
      const isElsewhere = /^(https:|#)/.test(to);
      const isInside =
        !to.startsWith('../') && existsSync(path.join(folder, to.split('#')[0] ?? ''));
      return isElsewhere || isInside ? link : words;
    },
  );
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** @param beside - the URL of a file that `script` is found from. */
function runTool(beside: string, script: string, args: readonly string[]): void {
  run(process.execPath, [path.join(path.dirname(fileURLToPath(beside)), script), ...args]);
}

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { cwd: own, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    const said = cause instanceof Error && 'stdout' in cause ? String(cause.stdout) : '';
    throw new Error(`${program} ${args.join(' ')} failed.\n${said}`, { cause });
  }
}

if (process.argv[1] === import.meta.filename) {
  compileWith('--noEmit');
  const packed = pack(path.join(own, 'dist'));
  checkPacked(packed);
  process.stdout.write(`${packed.tarball}\n`);
}
