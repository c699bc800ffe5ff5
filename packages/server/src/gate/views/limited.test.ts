import { expect, test } from 'vitest';
import { limited } from './limited.ts';

const id = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const snomed = (code: string): object => ({
  coding: [{ system: 'http://snomed.info/sct', code, display: 'Words' }],
  text: 'Words',
});

test('of a patient: initials, sex and the year of birth', () => {
  const patient = {
    resourceType: 'Patient',
    id,
    name: [{ use: 'official', family: 'Ordóñez', given: ['ábel', 'María'], text: 'Ábel Ordóñez' }],
    gender: 'male',
    birthDate: '1950-08-14',
    identifier: [{ system: 'urn:mrn', value: '123456' }],
    telecom: [{ system: 'phone', value: '555-0100' }],
    address: [{ city: 'Boston' }],
  };
  expect(limited(patient)).toEqual({
    resourceType: 'Patient',
    id,
    name: [{ text: 'Á. M. O.' }],
    gender: 'male',
    birthDate: '1950',
  });
});

test.for([
  [{ text: 'Ann  B. Lee' }, 'A. B. L.'],
  [{ family: 'Lee' }, 'L.'],
  [{ family: '李', given: ['小龙'] }, '小. 李.'],
  [{ given: ['A', 'B', 'C', 'D'], family: 'E' }, 'A. B. C. D.'],
] as const)('a name as %j is %s', ([name, initials]) => {
  expect(limited({ resourceType: 'Patient', name: [name] })?.['name']).toEqual([
    { text: initials },
  ]);
});

test('a name that is none leaves nothing', () => {
  for (const name of [[{}], ['Ann'], 'Ann', [{ text: '1234' }], [null]])
    expect(limited({ resourceType: 'Patient', name })).toEqual({ resourceType: 'Patient' });
});

test('of a study: how its images are found, when and of what, not why', () => {
  const study = {
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    subject: { reference: `Patient/${id}`, display: 'Ábel Ordóñez' },
    started: '2019-08-27T18:33:39+00:00',
    identifier: [
      { system: 'urn:dicom:uid', value: 'urn:oid:1.2.840.99999999.13865976' },
      { type: snomed('72892002'), value: 'ACC-0815' },
    ],
    description: 'Words',
    reasonCode: [snomed('72892002')],
    note: [{ text: 'Words' }],
    series: [
      {
        uid: '1.2.840.99999999.1',
        number: 1,
        modality: {
          system: 'http://dicom.nema.org/resources/ontology/DCM',
          code: 'DX',
          display: 'Words',
        },
        bodySite: { system: 'http://snomed.info/sct', code: '72696002', display: 'Words' },
        instance: [{ uid: '1.2.840.99999999.1.1', number: 1, title: 'Words' }, { uid: 'Words' }],
      },
    ],
  };
  expect(limited(study)).toEqual({
    resourceType: 'ImagingStudy',
    id,
    status: 'available',
    subject: { reference: `Patient/${id}` },
    started: '2019-08-27T18:33:39+00:00',
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.840.99999999.13865976' }],
    series: [
      {
        uid: '1.2.840.99999999.1',
        number: 1,
        modality: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' },
        bodySite: { system: 'http://snomed.info/sct', code: '72696002' },
        instance: [{ uid: '1.2.840.99999999.1.1', number: 1 }],
      },
    ],
  });
});

test('of orders and reports only those of imaging', () => {
  const order = { resourceType: 'ServiceRequest', id, status: 'active', intent: 'order' };
  expect(limited({ ...order, category: [snomed('363679005')] })).toMatchObject({
    status: 'active',
  });
  expect(limited({ ...order, category: [snomed('108252007')] })).toBeUndefined();
  expect(limited(order)).toBeUndefined();
});

test.for([
  'Observation',
  'Condition',
  'MedicationRequest',
  'DocumentReference',
  'Claim',
  'constructor',
])('nothing of a %s', (resourceType) => {
  expect(limited({ resourceType, id, status: 'final', code: snomed('72892002') })).toBeUndefined();
});
