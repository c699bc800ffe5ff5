import { IMPORT_BYTES } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { importFault } from './import-file.ts';

const file = (text: string) => new File([text], 'x.json');

test.each([
  ['', 'empty'],
  ['%PDF-1.7', 'not-json'],
  ['{"resourceType":"Patient"}', 'not-bundle'],
  ['[1]', 'not-bundle'],
  ['{"resourceType":"Bundle","type":"transaction","entry":[]}', undefined],
])('a file of %j is told apart before it is sent', async (text, fault) => {
  expect(await importFault(file(text))).toBe(fault);
});

test('a file one byte over the limit is refused without being read', async () => {
  const large = { size: IMPORT_BYTES + 1, text: () => Promise.reject(new Error('was read')) };
  // Only what `importFault` looks at: 64 MiB are not worth building.
  expect(await importFault(large as unknown as File)).toBe('too-large');
});
