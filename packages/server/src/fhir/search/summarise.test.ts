import { expect, test } from 'vitest';
import type { Resource } from '../resource/index.ts';
import { summarise } from './summarise.ts';

const patient: Resource = {
  resourceType: 'Patient',
  id: 'p1',
  meta: { versionId: '3', tag: [{ code: 'demo' }] },
  text: { status: 'generated', div: '<div>All</div>' },
  contained: [{ resourceType: 'Practitioner', id: 'd' }],
  extension: [{ url: 'urn:x', valueString: 'x' }],
  modifierExtension: [{ url: 'urn:m', valueBoolean: true }],
  name: [{ family: 'Testa', extension: [{ url: 'urn:y', valueString: 'y' }] }],
  birthDate: '1980',
  _birthDate: { id: 'b' },
  contact: [{ name: { family: 'Contact' } }],
  photo: [{ contentType: 'image/png', data: 'AAAA' }],
};
const tag = [
  { code: 'demo' },
  { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' },
];
const meta = { versionId: '3', tag };

test('a summary keeps what the definitions mark', () => {
  expect(summarise(patient, { keep: 'summary' })).toEqual({
    resourceType: 'Patient',
    id: 'p1',
    meta,
    modifierExtension: patient['modifierExtension'],
    name: patient['name'],
    birthDate: '1980',
    _birthDate: { id: 'b' },
  });
});

test('a summary leaves a file’s content out and keeps its description', () => {
  const document: Resource = {
    resourceType: 'DocumentReference',
    status: 'current',
    content: [{ attachment: { contentType: 'text/plain', data: 'AAAA', title: 'A title' } }],
  };
  expect(summarise(document, { keep: 'summary' })['content']).toEqual([
    { attachment: { contentType: 'text/plain', title: 'A title' } },
  ]);
});

test('text keeps the narrative and what must be there', () => {
  const observation: Resource = {
    resourceType: 'Observation',
    id: 'o',
    text: { status: 'generated', div: '<div/>' },
    status: 'final',
    code: { text: 'x' },
    valueString: 'y',
  };
  expect(Object.keys(summarise(observation, { keep: 'text' })).toSorted()).toEqual([
    'code',
    'id',
    'meta',
    'resourceType',
    'status',
    'text',
  ]);
});

test('data keeps all but the narrative', () => {
  const { text: _text, ...rest } = patient;
  expect(summarise(patient, { keep: 'data' })).toEqual({ ...rest, meta });
});

test('elements are kept with what is mandatory or modifies', () => {
  const observation: Resource = {
    resourceType: 'Observation',
    id: 'o',
    status: 'final',
    code: { text: 'x' },
    valueQuantity: { value: 1 },
    valuesOther: 1,
    note: [{ text: 'n' }],
    implicitRules: 'urn:rules',
  };
  const kept = summarise(observation, { keep: 'elements', elements: ['value'] });
  expect(Object.keys(kept).toSorted()).toEqual([
    'code',
    'id',
    'implicitRules',
    'meta',
    'resourceType',
    'status',
    'valueQuantity',
  ]);
});

test('the tag stands once, and the resource itself is not changed', () => {
  const before = structuredClone(patient);
  const twice = summarise(summarise(patient, { keep: 'data' }), { keep: 'data' });
  expect(twice['meta']).toEqual(meta);
  expect(patient).toEqual(before);
});
