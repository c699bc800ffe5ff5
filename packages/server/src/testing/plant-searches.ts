import { expect } from 'vitest';
import type { Planter } from './plant-access.ts';
import type { TestCaller } from './test-caller.ts';

/** What is looked for, in addresses, in forms and in conditions: answered, refused, and by nobody whose it is. */
export async function plantSearches(patient: TestCaller, canary: Planter['canary']): Promise<void> {
  let searches = 0;
  const word = (): string => encodeURIComponent(canary(`looked for ${(searches += 1)}`));
  const form = (path: string, text: string) =>
    patient.send('POST', path, {
      body: text,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const basic = { resourceType: 'Basic', code: { text: canary('what was not there') } };
  const answers = await Promise.all([
    patient.get(`/fhir/R4/Patient?identifier=${word()}`),
    patient.get(`/fhir/R4/Patient?family=${word()}&given=${word()}`),
    patient.get(`/fhir/R4/Patient?email=${word()}`),
    patient.get(`/fhir/R4/Observation?code:text=${word()}&_sort=-date`),
    patient.get(`/fhir/R4/Condition?_content=${word()}`),
    form('/fhir/R4/Patient/_search', `name=${word()}`),
    form('/fhir/R4/Observation/_search', `value-string=${word()}`),
    patient.post('/fhir/R4/Basic', basic, { 'if-none-exist': `identifier=${word()}` }),
    patient.post('/fhir/R4', {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Observation?_content=${word()}` } }],
    }),
  ]);
  for (const [index, { status, text }] of answers.entries())
    expect([status, text], `search ${index}`).toMatchObject([index === 7 ? 201 : 200, {}]);
  const refused = await Promise.all([
    patient.get(`/fhir/R4/Observation?date=${word()}`),
    patient.get(`/fhir/R4/Observation?${word()}=1`),
    patient.get(`/fhir/R4/Observation?_cursor=${word()}`),
    patient.send('DELETE', `/fhir/R4/Basic?${word()}=${word()}`, {}),
    form('/fhir/R4/Observation/_search', `date=${word()}`),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 422));
}
