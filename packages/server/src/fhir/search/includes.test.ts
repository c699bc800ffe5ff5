import { expect, test } from 'vitest';
import type { Resource } from '../resource/index.ts';
import { includedFrom, includesOf, revIncludesOf } from './includes.ts';
import { parseSearch } from './parse-search.ts';

const reference = (text: string) => ({ reference: text });
const chart: readonly Resource[] = [
  { resourceType: 'Patient', id: 'p', generalPractitioner: [reference('Practitioner/d')] },
  { resourceType: 'Practitioner', id: 'd' },
  {
    resourceType: 'Observation',
    id: 'o1',
    subject: reference('Patient/p/_history/1'),
    performer: [reference('Practitioner/d'), reference('#contained'), { display: 'Nobody' }],
    hasMember: [reference('Observation/o2')],
  },
  {
    resourceType: 'Observation',
    id: 'o2',
    subject: reference('Patient/p'),
    hasMember: [reference('Observation/o3')],
  },
  { resourceType: 'Observation', id: 'o3', hasMember: [reference('Observation/o1')] },
  { resourceType: 'Provenance', id: 'v', target: [reference('Observation/o1')] },
];

function included(params: readonly (readonly [string, string])[], limit = 100): string[] {
  const search = parseSearch('Observation', params);
  const matches = chart.filter(({ id }) => id === 'o1');
  return includedFrom(search, matches, chart, limit).map(({ id }) => id ?? '');
}

test.each([
  [[['_include', 'Observation:subject']], ['p']],
  [[['_include', 'Observation:performer:Practitioner']], ['d']],
  [[['_include', 'Observation:performer:Organization']], []],
  [[['_include', 'Observation:has-member']], ['o2']],
  [[['_include:iterate', 'Observation:has-member']], ['o2', 'o3']],
  [
    [
      ['_include', 'Observation:subject'],
      ['_include:iterate', 'Patient:general-practitioner'],
    ],
    ['p', 'd'],
  ],
  [
    [
      ['_include', 'Observation:subject'],
      ['_include', 'Observation:has-member'],
    ],
    ['p', 'o2'],
  ],
  [[['_include', '*']], ['p', 'd', 'o2']],
  [[['_revinclude', 'Provenance:target']], ['v']],
  [[['_revinclude', 'Observation:has-member']], ['o3']],
  [[['_revinclude:iterate', 'Observation:has-member']], ['o3', 'o2']],
  [[], []],
] as const)('%j', (params, expected) => {
  expect(included(params)).toEqual(expected);
});

test('no more than the limit is included', () => {
  expect(included([['_include', '*']], 2)).toEqual(['p', 'd']);
});

test('a circle of references ends', () => {
  const everywhere = [
    ['_include:iterate', 'Observation:has-member'],
    ['_revinclude:iterate', 'Observation:has-member'],
  ] as const;
  expect(included(everywhere).toSorted()).toEqual(['o2', 'o3']);
});

test('references that leave the server are not followed', () => {
  const search = parseSearch('Observation', [['_include', '*']]);
  const away: Resource = {
    resourceType: 'Observation',
    subject: reference('https://other.example/fhir/Patient/1'),
    encounter: reference('urn:uuid:00000000-0000-4000-8000-000000000000'),
  };
  expect([...includesOf(search, [away])]).toEqual([]);
  expect(revIncludesOf(search, [away])(chart[0] ?? away)).toBe(false);
});
