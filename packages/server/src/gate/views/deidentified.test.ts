import { describe, expect, test } from 'vitest';
import { deidentified } from './deidentified.ts';

const now = new Date('2026-06-01T00:00:00Z');
const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const pseudonyms = { idOf: (uuid: string) => `pseudonym-of-${uuid.slice(0, 4)}`, shiftDays: 77 };
const show = (resource: { resourceType: string; [member: string]: unknown }): unknown =>
  deidentified(resource, pseudonyms, now);

test('a result stays useful: code, value, unit, year, and what it belongs to', () => {
  expect(
    show({
      resourceType: 'Observation',
      id: id.toUpperCase(),
      meta: { versionId: '1', tag: [{ code: 'Words' }] },
      text: { status: 'generated', div: '<div>Words</div>' },
      status: 'final',
      code: {
        coding: [{ system: 'http://loinc.org', code: '29463-7', display: 'Words' }],
        text: 'Words',
      },
      subject: { reference: `Patient/${id}`, display: 'Words' },
      performer: [{ reference: `Practitioner/${id}` }],
      effectiveDateTime: '2019-03-04T05:06:07Z',
      issued: '2019-03-04T05:06:07Z',
      valueQuantity: {
        value: 70.5,
        unit: 'kilos',
        system: 'http://unitsofmeasure.org',
        code: 'kg',
      },
      valueString: 'Words',
      note: [{ text: 'Words' }],
      extension: [{ url: 'Words', valueString: 'Words' }],
      contained: [{ resourceType: 'Patient', id: 'x' }],
    }),
  ).toEqual({
    resourceType: 'Observation',
    id: 'pseudonym-of-6f96',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { reference: 'Patient/pseudonym-of-6f96' },
    effectiveDateTime: '2019',
    valueQuantity: { value: 70.5, system: 'http://unitsofmeasure.org', code: 'kg' },
  });
});

describe('a value that does not look like its kind is left out', () => {
  test.for<readonly [string, unknown]>([
    ['status', 'Ann Smith'],
    ['status', { code: 'final' }],
    ['code', { text: 'Ann Smith' }],
    ['code', { coding: [{ system: 'http://loinc.org', code: 'Smith' }] }],
    ['code', { coding: [{ code: '29463-7' }] }],
    ['code', 'Smith'],
    ['subject', { reference: 'Patient/ann-smith' }],
    ['subject', { reference: `https://example.test/Patient/${id}` }],
    ['subject', { reference: `Smith/${id}` }],
    ['subject', { reference: `constructor/${id}` }],
    ['effectiveDateTime', 'in spring, Smith'],
    ['effectivePeriod', { start: 'Smith' }],
    ['valueQuantity', { value: 'Smith', code: 'kg' }],
    ['valueQuantity', { value: 5, unit: 'Smith' }],
    ['valueQuantity', { value: 5, system: 'https://example.test', code: 'kg' }],
    ['valueInteger', 5_550_100],
    ['valueBoolean', 'true'],
    ['component', 'Smith'],
    ['component', [{ code: { text: 'Smith' }, valueString: 'Smith' }]],
    ['component', [[{ valueBoolean: true }]]],
  ])('%s: %j', ([element, value]) => {
    expect(show({ resourceType: 'Observation', [element]: value })).toEqual({
      resourceType: 'Observation',
    });
  });

  test('an id that is no uuid is left out', () => {
    expect(show({ resourceType: 'Observation', id: 'ann-smith' })).toEqual({
      resourceType: 'Observation',
    });
  });

  test.for([
    'DocumentReference',
    'Practitioner',
    'Coverage',
    'RelatedPerson',
    'Media',
    'constructor',
    '__proto__',
  ])('nothing of a %s', (resourceType) => {
    expect(show({ resourceType, id, status: 'current' })).toBeUndefined();
  });
});

describe('ages over 89 are together', () => {
  test.for([
    ['1937-01-01', '1937'],
    ['1936-12-31', '1900'],
    ['1890', '1900'],
    ['2026-05', '2026'],
  ] as const)('born %s is %s', ([birthDate, shown]) => {
    expect(show({ resourceType: 'Patient', birthDate })).toEqual({
      resourceType: 'Patient',
      birthDate: shown,
    });
  });

  test.for(['1930-01-01', '2027-01-01'])('a date of %s tells an age and is left out', (date) => {
    expect(show({ resourceType: 'Patient', deceasedDateTime: date })).toEqual({
      resourceType: 'Patient',
    });
    const onset = show({
      resourceType: 'Condition',
      onsetPeriod: { start: date, end: '2020-01-01' },
    });
    expect(onset).toEqual({ resourceType: 'Condition', onsetPeriod: { end: '2020' } });
  });

  test.for([
    [
      { value: 89, code: 'a' },
      { value: 89, code: 'a' },
    ],
    [
      { value: 93, unit: 'a', system: 'http://unitsofmeasure.org', code: 'a' },
      { value: 90, comparator: '>=', code: 'a' },
    ],
    [
      { value: 1116, code: 'mo' },
      { value: 90, comparator: '>=', code: 'a' },
    ],
    [
      { value: 34_000, code: 'd' },
      { value: 90, comparator: '>=', code: 'a' },
    ],
  ] as const)('an age of %j', ([onsetAge, shown]) => {
    expect(show({ resourceType: 'Condition', onsetAge })).toEqual({
      resourceType: 'Condition',
      onsetAge: { system: 'http://unitsofmeasure.org', ...shown },
    });
  });
});
