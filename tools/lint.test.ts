/**
 * Why this exists: a type-aware rule that can't see another package's types finds nothing and says
 * so politely. One run over planted faults shows that the rules which matter still bite.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMiniature, type Miniature } from './architecture/miniature.ts';

const repository = path.resolve(import.meta.dirname, '..');
const server = 'packages/server/src';

/** [rule, file, source]: each source must be refused by that rule in that file. */
const faults: readonly (readonly [string, string, string])[] = [
  [
    'no-floating-promises',
    `${server}/vault/plant-floating.ts`,
    "import { seal } from '@wardkeep/crypto';\nexport function f(): void {\n  seal();\n}\n",
  ],
  [
    'no-floating-promises',
    `${server}/vault/plant-void.ts`,
    "import { seal } from '@wardkeep/crypto';\nexport function f(): void {\n  void seal();\n}\n",
  ],
  [
    'no-misused-promises',
    `${server}/vault/plant-condition.ts`,
    "import { seal } from '@wardkeep/crypto';\nexport const f = () => (seal() ? 1 : 2);\n",
  ],
  [
    'switch-exhaustiveness-check',
    `${server}/gate/plant-switch.ts`,
    "export function f(role: 'patient' | 'carer'): number {\n  switch (role) {\n    case 'patient':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  ['no-explicit-any', `${server}/gate/plant-any.ts`, 'export const f = (x: any): void => x;\n'],
  [
    'no-non-null-assertion',
    `${server}/gate/plant-bang.ts`,
    'export const f = (x: string | null) => x!.length;\n',
  ],
  ['no-default-export', `${server}/gate/plant-default.ts`, 'export default 1;\n'],
  [
    'no-empty',
    `${server}/gate/plant-catch.ts`,
    'try {\n  JSON.parse("");\n} catch {}\nexport const a = 1;\n',
  ],
  [
    'no-console',
    `${server}/gate/plant-console.ts`,
    "console.log('a chart');\nexport const a = 1;\n",
  ],
  [
    'no-console',
    'packages/web/src/plant-console.tsx',
    "console.error('x');\nexport const a = 1;\n",
  ],
  ['no-process-env', `${server}/gate/plant-env.ts`, 'export const a = process.env;\n'],
  ['no-process-env', `${server}/main.ts`, "export const a = process.env['HOME'];\n"],
  [
    'no-restricted-properties',
    `${server}/http/plant-env.ts`,
    'export const { env: a } = process;\n',
  ],
  [
    'no-restricted-properties',
    `${server}/http/plant-global.ts`,
    'export const a = globalThis.process.env;\n',
  ],
  [
    'no-restricted-properties',
    `${server}/http/plant-log.ts`,
    "globalThis.console.log('x');\nexport const a = 1;\n",
  ],
];

/** What the same rules must let through. */
const fine: Readonly<Record<string, string>> = {
  [`${server}/config/settings.ts`]: "export const a = process.env['HOME'];\n",
  [`${server}/gate/fine.test.ts`]: "export const a = process.env['HOME'];\n",
  'packages/cli/src/fine.ts': "console.log('a chart');\n",
  [`${server}/vault/fine.ts`]:
    "import { seal } from '@wardkeep/crypto';\nexport const f = async () => await seal();\n",
};

let miniature: Miniature;
let found: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  miniature = makeMiniature({
    ...Object.fromEntries(faults.map(([, file, source]) => [file, source])),
    ...fine,
    'packages/crypto/src/index.ts': 'export const seal = async (): Promise<number> => 1;\n',
    'tsconfig.json': JSON.stringify({
      extends: path.join(repository, 'tsconfig.base.json'),
      compilerOptions: { types: ['node'] },
      include: ['packages'],
    }),
  });
  copyFileSync(
    path.join(repository, '.oxlintrc.json'),
    path.join(miniature.root, '.oxlintrc.json'),
  );
  symlinkSync(
    path.join(repository, 'node_modules/@types'),
    path.join(miniature.root, 'node_modules/@types'),
  );
  found = await lint(miniature.root);
});

afterAll(() => miniature.remove());

test.for(faults)('%s refuses %s', ([rule, file]) => {
  expect([...(found.get(file) ?? [])]).toContain(rule);
});

test.for(Object.keys(fine))('%s is let through', (file) => {
  expect([...(found.get(file) ?? [])]).toEqual([]);
});

/** @returns file → the rules that refused something in it, without their plugin's name. */
async function lint(root: string): Promise<Map<string, Set<string>>> {
  const output = await runLinter(root);
  // The linter's own report; only these two fields are read.
  const report = JSON.parse(output) as { diagnostics: { code?: string; filename: string }[] };
  const rules = new Map<string, Set<string>>();
  for (const { code, filename } of report.diagnostics) {
    const rule = /\(([^)]+)\)$/.exec(code ?? '')?.[1] ?? 'unknown';
    rules.set(filename, (rules.get(filename) ?? new Set()).add(rule));
  }
  return rules;
}

function runLinter(root: string): Promise<string> {
  const program = path.join(repository, 'node_modules/oxlint/bin/oxlint');
  const options = [program, '--type-aware', '--format', 'json', 'packages'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, options, { cwd: root }, (error, stdout, stderr) => {
      // It exits with 1 because it found what was planted; no report at all is a failure.
      if (stdout.trim() === '')
        reject(new Error(`the linter said nothing: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
  });
}
