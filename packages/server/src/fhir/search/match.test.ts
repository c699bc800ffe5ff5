import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Resource } from '../resource/index.ts';
import { matcherOf } from './matcher.ts';
import { parametersOf } from './parameter-table.ts';
import { parseSearch } from './parse-search.ts';
import { sorterOf } from './sorter.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');

const patient: Resource = {
  resourceType: 'Patient',
  id: 'p1',
  meta: {
    lastUpdated: '2024-05-06T07:08:09.123Z',
    tag: [{ system: 'urn:tags', code: 'demo' }],
    profile: ['http://example.org/profile|2.0'],
    source: 'http://example.org/feed/1',
    security: [{ system: 'urn:labels', code: 'R' }],
  },
  text: { status: 'generated', div: '<div>Seen in the <b>north</b> wing</div>' },
  identifier: [
    {
      type: { coding: [{ system: 'urn:types', code: 'MR' }], text: 'Record number' },
      system: 'urn:mrn',
      value: 'Ab-1,2',
    },
    { value: 'loose' },
  ],
  name: [{ family: 'Müller-Test', given: ['Mary Anne', 'Zoé'], prefix: ['Dr.'] }],
  telecom: [
    { system: 'phone', value: '+1 (555) 010-4477' },
    { system: 'email', value: 'Mary@Example.org' },
  ],
  gender: 'female',
  birthDate: '1980-02',
  active: true,
  deceasedBoolean: false,
  address: [{ line: ['1 High Street'], city: 'Teststadt', postalCode: '01234' }],
  generalPractitioner: [
    { reference: 'Practitioner/d1' },
    { identifier: { system: 'urn:npi', value: '42' } },
    { reference: 'https://other.example/fhir/Organization/o9' },
  ],
};

const observation: Resource = {
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  code: {
    text: 'Blood pressure, sitting',
    coding: [{ system: 'http://loinc.org', code: '85354-9', display: 'BP panel' }],
  },
  subject: { reference: 'Patient/p1/_history/3' },
  effectivePeriod: { start: '2020-03-01', end: '2020-03-03' },
  valueQuantity: { value: 5.4, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' },
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: 120, unit: 'mmHg' },
    },
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] },
      valueQuantity: { value: 80, unit: 'mmHg' },
    },
  ],
};

const chart = [
  patient,
  observation,
  { resourceType: 'Practitioner', id: 'd1', name: [{ family: 'Docname' }] },
];

function finds(resource: Resource, query: string): boolean {
  const params = query.split('&').map((one): [string, string] => {
    const at = one.indexOf('=');
    return [one.slice(0, at), one.slice(at + 1)];
  });
  const options = { baseUrl: 'https://here.example/fhir/R4' };
  const search = parseSearch(resource.resourceType, params, options);
  return matcherOf(search, { nowMs, chart, ...options })(resource);
}

describe('what is found in a Patient', () => {
  test.each([
    '_id=p1',
    '_id=x,p1',
    '_lastUpdated=2024-05-06',
    '_lastUpdated=gt2024-04',
    '_tag=urn:tags|demo',
    '_profile=http://example.org/profile',
    '_profile=http://example.org/profile|2.0',
    '_source:below=http://example.org',
    '_security=R',
    'identifier=urn:mrn|Ab-1\\,2',
    'identifier=ab-1\\,2',
    'identifier=urn:mrn|',
    'identifier=|loose',
    'identifier:of-type=urn:types|MR|Ab-1\\,2',
    'identifier:text=number',
    'name=mull',
    'name=muller test',
    'name=dr',
    'name=mary anne zoe',
    'name=Mary Anne Müller-Test',
    'name:exact=Zoé',
    'name:contains=anne',
    'family=MÜLLER',
    'given=mary&given=zoe',
    'given=nobody,zoe',
    'phone=5550104477',
    'phone=+1 555 010 4477',
    'phone=001-555-010-4477',
    'phone=010-4477',
    'telecom=mary@example.org',
    'email=MARY@EXAMPLE.ORG',
    'gender=female',
    'gender=http://hl7.org/fhir/administrative-gender|female',
    'gender:not=male',
    'active=true',
    'birthdate=1980',
    'birthdate=1980-02',
    'birthdate=ge1980-02-15',
    'birthdate:missing=false',
    'death-date:missing=true',
    'deceased=false',
    'address=1 high',
    'address-city=TESTSTADT',
    'address-postalcode=0123',
    'general-practitioner=d1',
    'general-practitioner=Practitioner/d1',
    'general-practitioner=https://here.example/fhir/R4/Practitioner/d1',
    'general-practitioner:Practitioner=d1',
    'general-practitioner:identifier=urn:npi|42',
    'general-practitioner=https://other.example/fhir/Organization/o9',
    'general-practitioner.name=docn',
    'general-practitioner:Practitioner.family=docname',
    '_has:Observation:patient:code=85354-9',
    '_text=north win',
    '_content=teststadt',
  ])('%s', (query) => {
    expect(finds(patient, query)).toBe(true);
  });

  test.each([
    '_id=P1',
    '_lastUpdated=2024-05-07',
    '_lastUpdated=gt2024-05-06',
    '_lastUpdated=gt2024-05',
    'address=high',
    '_tag=urn:other|demo',
    '_tag=|demo',
    '_profile=http://example.org/prof',
    '_source:below=http://example.org/fe',
    'identifier=|Ab-1\\,2',
    'identifier=Ab-1',
    'identifier:of-type=urn:types|XX|Ab-1\\,2',
    'identifier:of-type=urn:types|MR|loose',
    'name=anne',
    'name:exact=Zoe',
    'family=test',
    'given=mary&given=nobody',
    'phone=5550104478',
    'phone=4477',
    'email=mary@example',
    'gender=http://hl7.org/fhir/other|female',
    'gender:not=female',
    'gender:not=female,male',
    'birthdate=1980-02-15',
    'birthdate=gt1980-02',
    'birthdate:missing=true',
    'deceased=true',
    'general-practitioner=d2',
    'general-practitioner=Organization/d1',
    'general-practitioner:Organization=o9',
    'general-practitioner.name=xdocn',
    '_has:Observation:patient:code=1234-5',
    '_text=south',
    '_content=nowhere',
    '_content=teststadt nowhere',
  ])('but not by %s', (query) => {
    expect(finds(patient, query)).toBe(false);
  });
});

describe('what is found in an Observation', () => {
  test.each([
    'code=http://loinc.org|85354-9',
    'code:text=sitting',
    'code:text=bp pan',
    'status=final,amended',
    'patient=p1',
    'subject=Patient/p1',
    'subject:Patient=p1',
    'subject.birthdate=1980',
    'patient.name=muller',
    'patient._has:Observation:patient:status=final',
    'patient.general-practitioner.family=docname',
    'date=2020-03',
    'date=ge2020-03-03',
    'date=le2020-03-01',
    'date=sa2020-02-29',
    'date=eb2020-03-04',
    'date=ap2020',
    'value-quantity=5.4',
    'value-quantity=5',
    'value-quantity=5.4|http://unitsofmeasure.org|mg',
    'value-quantity=5.4||mg',
    'value-quantity=ge5.4',
    'value-quantity=ap5.9',
    'value-quantity=lt5.41',
    'combo-value-quantity=gt100||mmHg',
    'component-code-value-quantity=8480-6$120',
    'component-code-value-quantity=http://loinc.org|8462-4$lt100',
    'code-value-quantity=85354-9$5.4|http://unitsofmeasure.org|mg',
  ])('%s', (query) => {
    expect(finds(observation, query)).toBe(true);
  });

  test.each([
    'code=85354',
    'code:text=itting',
    'code:not=85354-9',
    'subject=Group/p1',
    'subject.birthdate=1981',
    'date=2020-03-02',
    'date=gt2020-03-03',
    'date=sa2020-03-02',
    'date=eb2020-03-02',
    'date=ap1990',
    'value-quantity=5.40001',
    'value-quantity=gt5.4',
    'value-quantity=ne5.4',
    'value-quantity=5.4||g',
    'value-quantity=5.4|http://unitsofmeasure.org|g',
    'value-quantity=ap7',
    // Code and value of two different components.
    'component-code-value-quantity=8480-6$80',
  ])('but not by %s', (query) => {
    expect(finds(observation, query)).toBe(false);
  });
});

test.each([
  ['>', 'gt100', true],
  ['>', 'lt100', true],
  ['>', 'lt60', false],
  ['>', '60', false],
  ['<', 'gt100', false],
  ['<=', 'lt1', true],
])('a result of %s 60 and value-quantity=%s', (comparator, asked, isFound) => {
  const estimated: Resource = {
    resourceType: 'Observation',
    valueQuantity: { value: 60, comparator },
  };
  expect(finds(estimated, `value-quantity=${asked}`)).toBe(isFound);
});

test('a resource of another type is never found', () => {
  expect(matcherOf(parseSearch('Patient', []), { nowMs })(observation)).toBe(false);
  expect(matcherOf(parseSearch('Observation', []), { nowMs })(observation)).toBe(true);
});

test('a chain finds nothing where no chart is given', () => {
  const search = parseSearch('Observation', [['patient.name', 'muller']]);
  expect(matcherOf(search, { nowMs })(observation)).toBe(false);
});

test('a malformed resource is not found, and nothing is thrown', () => {
  const broken: Resource = {
    resourceType: 'Patient',
    id: 'p2',
    name: 'text',
    telecom: [null, 3, { value: 7 }],
    identifier: { value: 'x' },
    birthDate: ['1980'],
    deceasedDateTime: { start: 7 },
    generalPractitioner: [null, { reference: 4 }],
  };
  for (const query of [
    'name=text',
    'telecom=7',
    'identifier=x',
    'birthdate=1980',
    'death-date=1980',
    '_content=zzz',
  ]) {
    expect(finds(broken, query)).toBe(false);
  }
  expect(finds(broken, 'general-practitioner=4')).toBe(false);
});

test('whatever stands in a resource, every parameter can be asked and sorted by', () => {
  const names = ['name', 'telecom', 'identifier', 'code', 'subject', 'effectivePeriod', 'meta'];
  const members = ['coding', 'value', 'system', 'reference', 'start', 'low', 'text', 'repeat'];
  const { leaf } = fc.letrec<{ leaf: unknown }>((tie) => ({
    leaf: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 3, true, 'x', '2020', 'Patient/1'),
      fc.array(tie('leaf'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...members), tie('leaf'), { maxKeys: 3 }),
    ),
  }));
  const body = fc.dictionary(
    fc.constantFrom(...names, 'valueQuantity', 'birthDate', 'component'),
    leaf,
  );
  fc.assert(
    fc.property(body, fc.constantFrom('Patient', 'Observation'), (elements, resourceType) => {
      const resource = { ...elements, resourceType };
      for (const { code, kind } of parametersOf(resourceType)) {
        if (kind === 'composite') continue;
        const text = kind === 'date' || kind === 'quantity' ? '2020' : 'x';
        const search = parseSearch(resourceType, [
          [code, text],
          ['_sort', code],
        ]);
        matcherOf(search, { nowMs })(resource);
        expect(sorterOf(search)([resource, resource])).toHaveLength(2);
      }
    }),
    { numRuns: 100 },
  );
});
