import { expect, test } from 'vitest';
import { jsonTestOf } from './json-test.ts';
import { parseSearch } from './parse-search.ts';

const json = (code: string) =>
  Buffer.from(JSON.stringify({ resourceType: 'Observation', code: { coding: [{ code }] } }));
const testOf = (...query: readonly [string, string][]) =>
  jsonTestOf(parseSearch('Observation', query));

test('what has none of the codes that are asked for is not looked at', () => {
  const one = testOf(['code', 'http://loinc.org|6695-2'], ['date', 'ge2018']);
  expect([one?.(json('6695-2')), one?.(json('6695-3'))]).toEqual([true, false]);
  const either = testOf(['code', '6695-2,6695-3']);
  expect([either?.(json('6695-3')), either?.(json('6695-4'))]).toEqual([true, false]);
  const both = testOf(['code', '6695-2'], ['identifier', '12345']);
  expect(both?.(json('6695-2'))).toBe(false);
});

test.each([
  ['that may be written in another case', 'code', 'heart-rate'],
  ['of which one may be written otherwise', 'code', '6695-2,heart-rate'],
  ['that are to be absent', 'code:not', '6695-2'],
  ['that are words', 'code:text', '6695'],
  ['that only name a system', 'code', 'http://loinc.org|'],
  ['of another parameter', 'status', 'final'],
])('values %s are not looked for in the text', (_why, name, value) => {
  expect(testOf([name, value])).toBeUndefined();
});
