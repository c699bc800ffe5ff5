import { RECORD_KINDS, SENSITIVITIES } from '@wardkeep/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RESOURCE_TYPES } from '../records/index.ts';
import { fhirConsent, readFhirConsent, type ConsentVersion } from './fhir-consent-rules.ts';

const VERSION: ConsentVersion = {
  patientId: '10000000-0000-4000-8000-000000000001',
  kind: 'consent',
  state: 'active',
  label: 'The clinic',
  granteeId: '10000000-0000-4000-8000-000000000002',
  terms: {
    kinds: ['immunizations', 'results'],
    sensitivities: ['hiv'],
    mayWrite: true,
    mayShare: false,
  },
  from: new Date('2026-03-01T12:00:00Z'),
  until: new Date('2027-03-01T12:00:00Z'),
  at: new Date('2026-03-02T12:00:00Z'),
};

test('a consent is told as FHIR R4 tells it', () => {
  const types = ['Consent', 'Encounter', 'Immunization', 'Observation', 'Patient'];
  expect(fhirConsent(VERSION, types)).toMatchObject({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    patient: { reference: `Patient/${VERSION.patientId}` },
    dateTime: '2026-03-02T12:00:00.000Z',
    provision: {
      type: 'permit',
      period: { start: '2026-03-01T12:00:00.000Z', end: '2027-03-01T12:00:00.000Z' },
      actor: [
        {
          role: { coding: [{ code: 'IRCP' }] },
          reference: {
            identifier: { value: `urn:uuid:${VERSION.granteeId}` },
            display: 'The clinic',
          },
        },
      ],
      action: [{ coding: [{ code: 'access' }] }, { coding: [{ code: 'correct' }] }],
      class: [
        { code: 'immunizations' },
        { code: 'results' },
        { system: 'http://hl7.org/fhir/resource-types', code: 'Immunization' },
        { code: 'Observation' },
        { code: 'Patient' },
      ],
      provision: [
        { type: 'permit', securityLabel: [{ code: 'HIV' }] },
        {
          type: 'deny',
          securityLabel: ['MH', 'SUD', 'SEX', 'GDIS', 'VIO', 'R'].map((code) => ({ code })),
        },
      ],
    },
  });
});

test.each([
  ['offered', 'proposed'],
  ['active', 'active'],
  ['declined', 'rejected'],
  ['revoked', 'inactive'],
  ['left', 'inactive'],
] as const)('%s is the status %s, and is told apart again', (state, status) => {
  const resource = fhirConsent({ ...VERSION, state }, RESOURCE_TYPES);
  expect(resource['status']).toBe(status);
  expect(readFhirConsent(resource).state).toBe(state);
});

test('whatever was agreed is read back from it', () => {
  const terms = fc.record({
    kinds: fc.subarray([...RECORD_KINDS], { minLength: 1 }),
    sensitivities: fc.subarray([...SENSITIVITIES]),
    mayWrite: fc.boolean(),
    mayShare: fc.boolean(),
  });
  const until = fc.option(
    fc.date({ min: VERSION.from, max: new Date('2036-01-01'), noInvalidDate: true }),
  );
  fc.assert(
    fc.property(terms, until, (given, end) => {
      const resource = fhirConsent({ ...VERSION, terms: given, until: end }, RESOURCE_TYPES);
      // As it is stored.
      const stored = JSON.parse(JSON.stringify(resource)) as typeof resource;
      expect(readFhirConsent(stored)).toEqual({
        state: 'active',
        terms: given,
        until: end?.toISOString() ?? null,
      });
    }),
  );
});

test('a Consent of somebody else’s making says nothing to us', () => {
  expect(() => readFhirConsent({ resourceType: 'Consent', status: 'active' })).toThrow();
});
