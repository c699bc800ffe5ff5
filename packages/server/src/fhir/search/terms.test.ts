import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Resource } from '../resource/index.ts';
import { askedTerms } from './asked-terms.ts';
import { escaped } from './escaping.ts';
import { matcherOf } from './matcher.ts';
import { parseSearch } from './parse-search.ts';
import { MAX_TERMS, patientTerms } from './patient-terms.ts';
import type { Term } from './term.ts';

const patient: Resource = {
  resourceType: 'Patient',
  id: 'p1',
  identifier: [{ system: 'urn:mrn', value: ' A-1 ' }, { value: 'loose' }, { system: 'urn:empty' }],
  name: [
    { family: 'de la Testa', given: ['Mary Anne', 'Zoé'], text: 'Not read beside its parts' },
    { text: 'Only Text' },
  ],
  telecom: [
    { system: 'phone', value: '+49 (0)30 555-0199' },
    { system: 'email', value: ' Mary@Example.org' },
    { system: 'phone', value: '112' },
  ],
  birthDate: '1980-02-03',
};

test('a patient is found by these terms', () => {
  const byField = Map.groupBy(patientTerms(patient), ({ field }) => field);
  const values = Object.fromEntries(
    [...byField].map(([field, terms]) => [field, terms.map(({ value }) => value)]),
  );
  expect(values).toMatchObject({
    identifier: ['urn:mrn|A-1'],
    'identifier-value': ['A-1', 'loose'],
    phone: ['5550199'],
    email: ['Mary@Example.org'],
    birthdate: ['1980-02-03'],
    family: ['de', 'de la', 'de la testa', 'only', 'only text'],
    given: ['mary', 'mary anne', 'zoe', 'mary anne zoe'],
  });
  expect(values['family+given']).toContain('de la testa|mary anne');
  expect(values['family+given']).toHaveLength(12);
});

test('a month of birth, a short number and a word without @ have no term', () => {
  const vague = {
    resourceType: 'Patient',
    birthDate: '1980-02',
    telecom: [{ value: '112' }, { system: 'email', value: 'none' }],
  };
  expect(patientTerms(vague)).toEqual([]);
});

test('a patient of very many names has a limited number of terms', () => {
  const given = Array.from({ length: 500 }, (_, index) => `Name${index}`);
  const many = { resourceType: 'Patient', name: [{ family: 'Testa', given }] };
  expect(patientTerms(many)).toHaveLength(MAX_TERMS);
});

describe('a search asks for', () => {
  test.each([
    ['identifier=urn:mrn|A-1', [['identifier:urn:mrn|A-1']], []],
    ['identifier=A-1', [['identifier-value:A-1']], []],
    ['identifier=|loose', [['identifier-value:loose']], []],
    ['identifier=urn:mrn|A-1,B-2', [['identifier:urn:mrn|A-1', 'identifier-value:B-2']], []],
    ['identifier=urn:mrn|', [], ['identifier']],
    ['phone=030 5550199', [['phone:5550199']], []],
    ['telecom=mary@example.org', [['email:mary@example.org']], []],
    ['birthdate=1980-02-03', [['birthdate:1980-02-03']], []],
    ['birthdate=1980', [], ['birthdate']],
    ['birthdate=ge1980-02-03', [], ['birthdate']],
    ['family=Testa', [['family:testa']], []],
    ['family:contains=est', [], ['family']],
    ['family=Testa&given=Mary', [['family+given:testa|mary']], []],
    [
      'family=Testa&given=Mary,Zoé&birthdate=1980-02-03&gender=female',
      [['family+given:testa|mary', 'family+given:testa|zoe'], ['birthdate:1980-02-03']],
      ['gender'],
    ],
    [
      'name=Mary Testa',
      [
        [
          'family:mary testa',
          'given:mary testa',
          'family+given:testa|mary',
          'family+given:mary|testa',
        ],
      ],
      [],
    ],
    ['gender=female', [], ['gender']],
    ['_has:Observation:patient:code=1', [], ['_has']],
  ] as const)('%s', (query, all, afterOpening) => {
    const asked = askedTerms(searchOf(query));
    expect(asked.all.map((group) => group.map(({ field, value }) => `${field}:${value}`))).toEqual(
      all,
    );
    expect(asked.afterOpening).toEqual(afterOpening);
    expect(asked.ids).toBeUndefined();
  });

  test('ids in the open', () => {
    expect(askedTerms(searchOf('_id=a,b')).ids).toEqual(['a', 'b']);
  });
});

/** What DESIGN's normaliser folds away is folded here too, so that the test compares like the index. */
function meets(one: Term, other: Term): boolean {
  return one.field === other.field && one.value.toLowerCase() === other.value.toLowerCase();
}

test('whoever matches by whole words is among those that the terms find', () => {
  const word = fc.constantFrom(
    'Ada',
    'ada',
    'Émile',
    "O'Neil",
    'Smith-Jones',
    'de',
    'la',
    'Zoé',
    'Ng',
  );
  const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((list) => list.join(' '));
  const name = fc.record({ family: words, given: fc.array(words, { minLength: 1, maxLength: 2 }) });
  const contact = fc.constantFrom(
    '+1 555 010 4477',
    '0555 0104477',
    'A@b.org',
    'a@B.ORG',
    '0104477',
  );
  const number = fc.constantFrom('A-1', 'a-1', '007', 'x|y');
  const born = fc.constantFrom('1980-02-03', '1980-02', '1981-01-01');
  const person = fc.record({
    resourceType: fc.constant('Patient'),
    name: fc.array(name, { maxLength: 2 }),
    telecom: fc.array(
      contact.map((value) => ({ value })),
      { maxLength: 2 },
    ),
    identifier: fc.array(fc.record({ system: fc.constantFrom('u:1', 'u:2'), value: number })),
    birthDate: born,
  });
  const asked = fc.oneof(
    fc.tuple(fc.constantFrom('family', 'given', 'name', 'family:exact', 'name:exact'), words),
    fc.tuple(fc.constantFrom('phone', 'email', 'telecom'), contact),
    fc.tuple(fc.constant('identifier'), number.map(escaped)),
    fc.tuple(
      fc.constant('identifier'),
      number.map((value) => `u:1|${escaped(value)}`),
    ),
    fc.tuple(fc.constant('birthdate'), born),
  );
  let found = 0;
  fc.assert(
    fc.property(person, fc.array(asked, { minLength: 1, maxLength: 3 }), (resource, params) => {
      const search = parseSearch('Patient', params);
      if (!matcherOf(search, { nowMs: 0 })(resource)) return;
      found += 1;
      const stored = patientTerms(resource);
      for (const group of askedTerms(search).all) {
        expect(group.some((term) => stored.some((one) => meets(one, term)))).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(50);
});

test('a maiden name goes with the given name of another entry', () => {
  const married = {
    resourceType: 'Patient',
    name: [{ family: 'Testa' }, { family: 'Before', use: 'maiden' }, { given: ['Ada'] }],
  };
  const search = searchOf('family=Before&given=Ada');
  expect(matcherOf(search, { nowMs: 0 })(married)).toBe(true);
  const [group = []] = askedTerms(search).all;
  expect(patientTerms(married)).toEqual(expect.arrayContaining([...group]));
});

function searchOf(query: string) {
  return parseSearch(
    'Patient',
    query.split('&').map((one): [string, string] => {
      const at = one.indexOf('=');
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );
}
