/**
 * A tree with the layout of the real one and nothing in it but imports, in a temporary directory.
 * Violations planted there show that a rule still catches what it is for.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Path from the root of the tree, with slashes → what stands in the file. */
export type Files = Readonly<Record<string, string>>;

export interface Miniature {
  readonly root: string;
  remove(): void;
}

/** Writes the base tree and `planted` on top of it. The caller removes it. */
export function makeMiniature(planted: Files): Miniature {
  const root = mkdtempSync(path.join(tmpdir(), 'wardkeep-miniature-'));
  for (const [file, source] of Object.entries({ ...baseFiles(), ...planted })) {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, source);
  }
  mkdirSync(path.join(root, 'node_modules/@wardkeep'), { recursive: true });
  for (const name of Object.keys(packages)) {
    symlinkSync(`../../packages/${name}`, path.join(root, 'node_modules/@wardkeep', name));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Package → what it declares. Generous, so that a plant breaks the rule it is for and no other. */
const packages: Readonly<Record<string, readonly string[]>> = {
  crypto: ['zod'],
  contract: ['zod', 'pg'],
  client: ['zod', 'fastify', '@wardkeep/contract'],
  server: ['zod', 'pg', 'kysely', 'fastify', '@wardkeep/contract', '@wardkeep/crypto', 'wardkeep'],
  web: ['@wardkeep/client', '@wardkeep/contract', '@wardkeep/server', 'kysely'],
  cli: ['@wardkeep/client', '@wardkeep/contract', '@wardkeep/server'],
};

const libraries = ['zod', 'pg', 'kysely', 'fastify', 'fast-check'];

const value = 'export const value = 1;\nexport interface Shape { a: number }\n';

function baseFiles(): Files {
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ type: 'module', workspaces: ['packages/*'] }),
  };
  for (const [name, dependencies] of Object.entries(packages)) {
    files[`packages/${name}/package.json`] = packageJson(`@wardkeep/${name}`, dependencies);
    files[`packages/${name}/src/index.ts`] = value;
  }
  for (const name of libraries) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'module.exports = {};\n';
  }
  for (const file of serverFiles) files[`packages/server/src/${file}`] = value;
  files['packages/server/generated/fhir/made.mjs'] =
    'export const made = 1;\nexport const value = 1;\n';
  for (const file of webFiles) files[`packages/web/src/${file}`] = value;
  return files;
}

function packageJson(name: string, dependencies: readonly string[]): string {
  return JSON.stringify({
    name,
    version: '0.0.0',
    type: 'module',
    exports: { '.': './src/index.ts' },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])),
    devDependencies: { 'fast-check': '*' },
  });
}

const serverFiles = [
  'main.ts',
  'app.ts',
  'gate/index.ts',
  'vault/index.ts',
  'audit/index.ts',
  'outbox/index.ts',
  'db/tx.ts',
  'db/queries.ts',
  'http/index.ts',
  'config/index.ts',
  'blobs/index.ts',
  'operations/index.ts',
  'testing/index.ts',
  'fhir/resource/index.ts',
  'fhir/resource/resource.ts',
  'features/records/index.ts',
  'features/records/create-record.ts',
  'features/records/record-store.ts',
];

const webFiles = ['app/router.ts', 'ui/button.ts', 'features/records/index.ts'];
