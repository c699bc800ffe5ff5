import { describe, expect, test } from 'vitest';
import type { StoredJson } from '../../db/schema.ts';
import { identifiersLeft } from './identifiers-left.ts';

const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const other = '00000000-0000-8000-8000-000000000001';

const full: readonly StoredJson[] = [
  {
    resourceType: 'Patient',
    id,
    name: [{ family: "O'Hara-Ordóñez", given: ['Li'] }, { text: 'Mrs. Scarlett O.' }],
    birthDate: '1950-08-14',
    identifier: [{ system: 'urn:mrn', value: 'MR-00 4711' }],
    telecom: [
      { system: 'phone', value: '(555) 612-5695' },
      { system: 'email', value: 'rhett@example.test' },
    ],
    address: [
      { line: ['12 Elm Grove'], city: 'Winston Salem', district: 'Forsyth', postalCode: '27101' },
    ],
    contact: [{ name: { family: 'Butler' } }],
    extension: [{ url: 'https://example.test/mothersMaidenName', valueString: 'Melanie Hamilton' }],
  },
  { resourceType: 'Device', id: other, serialNumber: 'SN-99887', lotNumber: '85199941' },
  { resourceType: 'Encounter', subject: { reference: `Patient/${id}`, display: 'Ashley Wilkes' } },
  {
    resourceType: 'Observation',
    effectiveDateTime: '2020-03-01T04:05:06Z',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Body weight' }] },
  },
  { resourceType: 'Observation', effectiveDateTime: '2020-03-11' },
  { resourceType: 'Organization', name: 'Tara General Hospital' },
];

const textual = (text: string): readonly StoredJson[] => [
  { resourceType: 'Condition', note: [{ text }] },
];

describe('finds', () => {
  test.for<readonly [kind: string, text: string]>([
    ['name', 'seen with OHARA ordonez'],
    ['name', 'seen with o hara'],
    ['name', 'scarlett’s knee'],
    ['name', 'mother Hamilton'],
    ['name', 'her husband, butler_2'],
    ['name', 'sent by A. WILKES'],
    ['name', 'of the TARA general hospital'],
    ['identifier', 'record MR 00-4711'],
    ['identifier', 'record mr004711'],
    ['identifier', 'device sn 99887'],
    ['number', 'lot 85199941'],
    ['phone', 'phone 555.612.5695'],
    ['e-mail', 'to RHETT@EXAMPLE.TEST'],
    ['address', 'lives in 12 elm grove'],
    ['address', 'on Grove'],
    ['address', 'WINSTON-SALEM'],
    ['address', 'Forsyth'],
    ['postal-code', 'area 27101'],
    ['date', 'born 14.08.1950'],
    ['date', 'seen 2020-03-01'],
    ['record-id', `see ${id.toUpperCase()}`],
    ['url', 'at https://example.test/'],
    ['ip-address', 'from 2001:db8:0:0:1:0:0:1'],
    ['age-over-89', 'a 94 year old'],
  ])('%s in “%s”', ([kind, text]) => {
    const left = identifiersLeft(full, textual(text));
    expect(left.map((each) => each.kind)).toContain(kind);
    expect(new Set(left.map(({ path }) => path))).toEqual(new Set(['[0].note[0].text']));
    expect(JSON.stringify(left).toLowerCase()).not.toContain(text.toLowerCase());
  });

  test.for<readonly [path: string, kind: string, resource: object]>([
    ['[0].id', 'record-id', { id }],
    ['[0].subject.reference', 'record-id', { subject: { reference: `Patient/${id}` } }],
    ['[0].status', 'name', { status: 'Wilkes' }],
    [
      '[0].code.coding[0].code',
      'name',
      { code: { coding: [{ system: 'http://loinc.org', code: 'Wilkes' }] } },
    ],
    ['[0].code.coding[0].display', 'name', { code: { coding: [{ display: 'Wilkes' }] } }],
    [
      '[0].code.coding[0].code',
      'identifier',
      {
        code: {
          coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '85199941' }],
        },
      },
    ],
    ['[0].valueQuantity.value', 'number', { valueQuantity: { value: 5556125695 } }],
    ['[0].effectiveDateTime', 'date', { effectiveDateTime: '2020-03-01T04:05:06Z' }],
    ['[0].effectiveDateTime', 'date', { effectiveDateTime: '2020-03' }],
    ['[0].effectiveDateTime', 'date', { effectiveDateTime: '2020-03-11' }],
    ['[0].birthDate', 'date', { birthDate: '1950-08-14' }],
    ['[0]', 'identifier', { 'Ann Wilkes': true }],
  ])('at %s: %s', ([path, kind, resource]) => {
    const left = identifiersLeft(full, [{ resourceType: 'Observation', ...resource }]);
    expect(left).toContainEqual({ path, kind });
  });

  test('one date that was not moved among those that were', () => {
    const moved = { resourceType: 'Observation', effectiveDateTime: '2020-02-23' };
    const left = { resourceType: 'Observation', effectiveDateTime: '2020-03-11' };
    expect(identifiersLeft(full, [moved, left])).toEqual([
      { path: '[1].effectiveDateTime', kind: 'date' },
    ]);
  });
});

describe('finds nothing', () => {
  test('in codes, units and dates that were moved alike, even onto a true one', () => {
    const days = ['2020-02-20', '2020-03-01'];
    const exported = days.map((effectiveDateTime): StoredJson => ({
      resourceType: 'Observation',
      id: '11111111-0000-8000-8000-000000000002',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      effectiveDateTime,
      valueQuantity: { value: 70.5, system: 'http://unitsofmeasure.org', code: 'kg' },
    }));
    expect(identifiersLeft(full, exported)).toEqual([]);
  });

  test('in words that name nobody', () => {
    expect(identifiersLeft(full, textual('Tired since 2015; 120/80, lying and standing.'))).toEqual(
      [],
    );
  });

  test('in the name of a condition that somebody’s display mentions', () => {
    const chart = [
      {
        resourceType: 'Procedure',
        reasonReference: { reference: `Condition/${id}`, display: 'Acute bronchitis' },
      },
    ];
    expect(identifiersLeft(chart, textual('bronchitis again'))).toEqual([]);
  });
});
