import { IMPORT_BYTES } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { recognise } from './import-file.ts';

const file = (text: string) => new File([text], 'x');
const BUNDLE = { resourceType: 'Bundle', type: 'transaction', entry: [] };

test.each([
  ['', 'empty'],
  ['%PDF-1.7', 'not-json'],
  ['{"resourceType":', 'not-json'],
  ['<html></html>', 'not-json'],
  ['[1]', 'not-json'],
  ['{"a":1}', 'not-bundle'],
  [JSON.stringify({ resourceType: 'Patient' }, null, 2), 'not-bundle'],
])('a file of %j is refused before it is sent', async (text, fault) => {
  expect(await recognise(file(text))).toEqual({ fault });
});

test.each([
  [JSON.stringify(BUNDLE), 'bundle'],
  [JSON.stringify(BUNDLE, null, 2), 'bundle'],
  ['{"resourceType":"Patient"}\n{"resourceType":"Condition"}\n', 'ndjson'],
  ['\uFEFF<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'ccda'],
  ['<cda:ClinicalDocument xmlns:cda="urn:hl7-org:v3">', 'ccda'],
])('a file of %j is told apart by what it holds', async (text, kind) => {
  expect(await recognise(file(text))).toEqual({ kind });
});

test('a file one byte over the limit is refused without being read', async () => {
  const large = { size: IMPORT_BYTES + 1, text: () => Promise.reject(new Error('was read')) };
  // Only what `recognise` looks at: 64 MiB are not worth building.
  expect(await recognise(large as unknown as File)).toEqual({ fault: 'too-large' });
});
