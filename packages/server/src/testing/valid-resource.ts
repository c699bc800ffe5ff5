/** The least that base R4 asks of a resource of a type, for tests that are about something else. */
export function valid(resourceType: string, more: object = {}): { resourceType: string } {
  return { resourceType, ...LEAST[resourceType], ...more };
}

const text = { text: 'Test' };
const someone = { display: 'Test' };

const LEAST: Readonly<Record<string, object>> = {
  Basic: { code: text },
  Condition: { subject: someone },
  Consent: {
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    category: [text],
    policyRule: text,
  },
  Encounter: { status: 'finished', class: { code: 'AMB' } },
  ImagingStudy: { status: 'available', subject: someone },
  MedicationRequest: {
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: text,
    subject: someone,
  },
  Observation: { status: 'final', code: text },
};
