import { expect, test } from 'vitest';
import { isSamePatient } from './patient-rules.ts';

const patient = (family: string, given: readonly string[], more: object = {}) => ({
  resourceType: 'Patient',
  birthDate: '2020-03-04',
  name: [{ use: 'official', family, given }],
  ...more,
});
const numbered = (value: string) => ({ identifier: [{ system: 'urn:x', value }] });

test.each([
  [
    'the same identifier, another name',
    patient('A', ['B'], numbered('1')),
    patient('C', ['D'], numbered('1')),
    true,
  ],
  [
    'another identifier, the same name',
    patient('A', ['B'], numbered('1')),
    patient('A', ['B'], numbered('2')),
    false,
  ],
  [
    'a name with more given names, and no identifier on one side',
    patient('A', ['B']),
    patient('A', ['B', 'C'], numbered('1')),
    true,
  ],
  ['a name in another case', patient('A', ['B']), patient('a', ['b']), true],
  [
    'another birth date',
    patient('A', ['B']),
    patient('A', ['B'], { birthDate: '2020-03-05' }),
    false,
  ],
  ['another given name', patient('A', ['B']), patient('A', ['C']), false],
  ['no family name on either side', patient('', ['B']), patient('', ['B', 'C']), false],
])('%s', (_what, a, b, is) => {
  expect(isSamePatient(a, b)).toBe(is);
});
