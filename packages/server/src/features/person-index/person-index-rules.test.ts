import { describe, expect, test } from 'vitest';
import { factsOf, identifierFact, nameFact } from './person-index-rules.ts';

const patient = {
  resourceType: 'Patient',
  birthDate: '1987-02-03',
  identifier: [
    { system: 'urn:oid:1.2.3', value: ' ab-0042 ' },
    { value: '0042' },
    { system: 'urn:oid:1.2.3' },
  ],
  name: [
    { family: 'Müller  Straße', given: ['Anna', 'Zoë'] },
    { use: 'maiden', family: 'Łoś', given: ['Anna'] },
    { text: 'only text' },
  ],
};

const found = (fact: ReturnType<typeof nameFact>): boolean =>
  fact !== undefined &&
  factsOf([patient]).some(({ field, value }) => field === fact.field && value === fact.value);

describe('a person is found by', () => {
  test.each([
    ['urn:oid:1.2.3', 'AB-0042'],
    ['URN:OID:1.2.3', '\tab-0042'],
    ['', 'ab-0042'],
    ['', '0042'],
  ])('the identifier “%s” “%s”', (system, value) => {
    expect(found(identifierFact(system, value))).toBe(true);
  });

  test.each([
    ['Anna', 'Müller Straße'],
    ['ANNA', 'MULLER STRASSE'],
    ['zoe', 'mu\u0308ller straße'],
    ['  Anna   Zoë ', 'Müller Straße'],
    ['Anna', 'Łoś'],
    ['Anna', 'ŁOS'],
    ['Ａnna', 'Müller Straße'],
  ])('the name “%s” “%s” with the birth date', (given, family) => {
    expect(found(nameFact({ given, family, birthDate: '1987-02-03' }))).toBe(true);
  });
});

describe('nobody is found by', () => {
  test.each([
    ['urn:oid:1.2.4', 'ab-0042'],
    ['urn:oid:1.2.3', '0042'],
    ['', '42'],
    ['', 'ab0042'],
    ['', ' '],
    ['urn:oid:1.2.3', ''],
  ])('the identifier “%s” “%s”', (system, value) => {
    expect(found(identifierFact(system, value))).toBe(false);
  });

  test.each([
    ['Ann', 'Müller Straße', '1987-02-03'],
    ['Anna', 'Müller', '1987-02-03'],
    ['Zoë', 'Łoś', '1987-02-03'],
    ['Anna', 'Müller Straße', '1987-02-04'],
    ['Anna', 'Müller Straße', '1987-02'],
    ['Anna', '', '1987-02-03'],
    ['', 'Müller Straße', '1987-02-03'],
  ])('the name “%s” “%s” with %s', (given, family, birthDate) => {
    expect(found(nameFact({ given, family, birthDate }))).toBe(false);
  });
});

test('two pairs of system and value are never one text', () => {
  expect(identifierFact('a', 'b\nc')).not.toEqual(identifierFact('a\nb', 'c'));
});

test('a Patient of another shape, and what is no Patient, is found by nothing', () => {
  expect(
    factsOf([{ resourceType: 'Patient', identifier: 'x', name: [null, { given: 'A' }] }]),
  ).toEqual([]);
  expect(factsOf([{ ...patient, resourceType: 'Person' }])).toEqual([]);
  expect(factsOf([{ resourceType: 'Patient', identifier: [{ value: '\ud800' }] }])).toEqual([
    { field: 'identifier-value', value: '\ufffd' },
  ]);
});

test('a Patient with thousands of names and identifiers is found by a few hundred of them', () => {
  const many = Array.from({ length: 5000 }, (_each, place) => ({ value: `n${place}` }));
  expect(factsOf([{ ...patient, identifier: many }])).toHaveLength(400);
});
