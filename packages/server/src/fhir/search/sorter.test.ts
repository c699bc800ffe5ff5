import { expect, test } from 'vitest';
import type { Resource } from '../resource/index.ts';
import { parseSearch } from './parse-search.ts';
import { sorterOf } from './sorter.ts';

function observation(id: string, rest: object): Resource {
  return { resourceType: 'Observation', id, ...rest };
}

function sorted(resources: readonly Resource[], sort: string): string {
  const type = resources[0]?.resourceType ?? '';
  return sorterOf(parseSearch(type, [['_sort', sort]]))(resources)
    .map(({ id }) => id)
    .join('');
}

const observations = [
  observation('a', {
    effectiveDateTime: '2020-05',
    valueQuantity: { value: 9 },
    code: { text: 'beta' },
  }),
  observation('b', { code: { text: 'Alpha' }, subject: { reference: 'Patient/2' } }),
  observation('c', {
    effectivePeriod: { start: '2019', end: '2022' },
    valueQuantity: { value: 10 },
    code: { coding: [{ display: 'álpha 2' }] },
    subject: { reference: 'Patient/1' },
  }),
  observation('d', { effectiveDateTime: '2021-01-01T00:00:00Z', code: { text: 'beta' } }),
];

test.each([
  ['date', 'cadb'],
  // A period ends late and begins early.
  ['-date', 'cdab'],
  ['value-quantity', 'acbd'],
  ['-value-quantity', 'cabd'],
  ['code', 'bcad'],
  ['-code', 'adcb'],
  ['code,-date', 'bcda'],
  ['subject', 'cbad'],
  ['_id', 'abcd'],
  ['-_id', 'dcba'],
])('_sort=%s', (sort, expected) => {
  expect(sorted(observations, sort)).toBe(expected);
});

test('names go by family, then given', () => {
  const people = [
    { id: '1', name: [{ family: 'Testa', given: ['Zoe'] }] },
    { id: '2', name: [{ family: 'testa', given: ['Ada'] }] },
    { id: '3', name: [{ text: 'Aaron Only' }] },
  ].map((one) => ({ resourceType: 'Patient', ...one }));
  expect(sorted(people, 'name')).toBe('321');
});

test('what was given is left as it was', () => {
  const before = [...observations];
  sorted(observations, '-_id');
  expect(observations).toEqual(before);
});
