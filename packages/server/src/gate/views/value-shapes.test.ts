import { expect, test } from 'vitest';
import { passesLuhn, passesVerhoeff } from './check-digits.ts';
import { moveDay, readDate } from './fhir-dates.ts';
import {
  ATC,
  CVX,
  ICD10CM,
  isKnownCode,
  LOINC,
  RXNORM,
  SNOMED,
  systemOf,
} from './terminologies.ts';
import { isUcum } from './ucum.ts';

test.for([
  [LOINC, '29463-7'],
  [LOINC, '718-7'],
  [SNOMED, '72892002'],
  [SNOMED, '755621000000101'],
  [RXNORM, '310325'],
  [CVX, '140'],
  [ICD10CM, 'F32.A'],
  [ICD10CM, 'Z3A.10'],
  [ICD10CM, 'E11'],
  [ATC, 'N06AB03'],
  ['http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'AMB'],
] as const)('a code that a record has is one of its system: %s %s', ([system, code]) => {
  expect(isKnownCode(system, code)).toBe(true);
});

test.for([
  [LOINC, '29463-8', 'a wrong check digit'],
  [LOINC, 'Smith-7', 'letters'],
  [SNOMED, '72892003', 'a wrong check digit'],
  [SNOMED, '12345', 'too short'],
  [SNOMED, '72892002 |Ann Smith|', 'a term beside it'],
  [RXNORM, '555-0100', 'a telephone number'],
  [CVX, '94110', 'a postal code'],
  [ICD10CM, 'Smith', 'a name'],
  [ICD10CM, 'E11\nSmith', 'a second line'],
  ['http://terminology.hl7.org/CodeSystem/condition-clinical', 'Active', 'another case'],
  ['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'PSY', 'a label, not a class of encounter'],
  ['https://example.test/codes', 'active', 'a system that nobody knows'],
  ['__proto__', 'constructor', 'a name of the language'],
] as const)('what is not a code of its system is not known: %s %s, %s', ([system, code]) => {
  expect(isKnownCode(system, code)).toBe(false);
});

test('a system is known under its other names, with its version and edition', () => {
  expect(systemOf('urn:oid:2.16.840.1.113883.6.96')).toBe(SNOMED);
  expect(systemOf(`${SNOMED}/731000124108/version/20230901`)).toBe(SNOMED);
  expect(systemOf(`${LOINC}|2.76`)).toBe(LOINC);
  expect(systemOf('https://example.test/codes')).toBe('https://example.test/codes');
});

test('one digit wrong is found, and two changed over', () => {
  expect([passesLuhn('294637'), passesLuhn('294647'), passesLuhn('249637')]).toEqual([
    true,
    false,
    false,
  ]);
  expect([
    passesVerhoeff('72892002'),
    passesVerhoeff('72892012'),
    passesVerhoeff('27892002'),
  ]).toEqual([true, false, false]);
});

test.for(
  'kg mm[Hg] kg/m2 10*3/uL {score} mL/min/{1.73_m2} /min /[HPF] % [pH] 1 meq/L mmol/L [IU]/mL Cel [degF] a {T-score}'.split(
    ' ',
  ),
)('%s is a unit', (unit) => {
  expect(isUcum(unit)).toBe(true);
});

test.for([
  '',
  '/',
  'Smith',
  '{Ann Smith}',
  'kg{Smith}',
  '5550100',
  '94110',
  'kg.Smith',
  '1.2.840.113619',
  'm'.repeat(60),
])('“%s” is none', (text) => {
  expect(isUcum(text)).toBe(false);
});

test.for([
  ['2020', { year: 2020, day: undefined }],
  ['2020-02', { year: 2020, day: undefined }],
  ['2020-02-29', { year: 2020, day: '2020-02-29' }],
  ['2020-02-29T23:59:07.123+14:00', { year: 2020, day: '2020-02-29' }],
] as const)('%s is read as it is written', ([written, parts]) => {
  expect(readDate(written)).toEqual({ ...parts, written });
});

test.for([
  '2021-02-29',
  '2020-13',
  '20200229',
  '2020-2-9',
  'in 2020',
  '2020-02-29 Smith',
  2020,
  null,
])('%s is no date', (value) => {
  expect(readDate(value)).toBeUndefined();
});

test('days are moved over months and leap years', () => {
  expect(moveDay('2020-03-01', -1)).toBe('2020-02-29');
  expect(moveDay('2021-01-01', -182)).toBe('2020-07-03');
});
