import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConsentTerms } from '@wardkeep/contract';
import { giveGrant } from '../../testing/give-grant.ts';
import { PNG } from '../../testing/files.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';
import { readRecordsOfTypes } from './record-store.ts';
import { valid } from '../../testing/valid-resource.ts';

let server: TestServer;
let provider: TestCaller;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  provider = await server.join('provider');
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  patient = await server.signUp();
});

const HIV = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' };
const MEDICATIONS: ConsentTerms = {
  kinds: ['medications'],
  sensitivities: [],
  mayWrite: true,
  mayShare: false,
};
const consent = (terms: ConsentTerms, grantee = provider) =>
  giveGrant(server, {
    patientId: patient.personId,
    granteeId: grantee.personId,
    kind: 'consent',
    terms,
  });
const about = (resourceType: string, more: object = {}): { resourceType: string } => ({
  ...valid(resourceType, { subject: { reference: `Patient/${patient.personId}` }, ...more }),
});
/** A file in which each entry has the address of its place. */
const file = (...resources: readonly { readonly resourceType: string }[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource, index) => ({
    fullUrl: `urn:uuid:30000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resource,
    request: { method: 'POST', url: resource.resourceType },
  })),
});
const importInto = (caller: TestCaller, bundle: object): Promise<Answer> =>
  caller.post(`/api/patients/${patient.personId}/imports`, bundle);
const chart = async (): Promise<Record<string, number>> =>
  (await patient.get(`/api/patients/${patient.personId}/chart`)).json.counts;

describe('whoever may write here and does not see a record', () => {
  const withoutRequest = ({ status, json }: Answer) => {
    const text = JSON.stringify(json);
    return [status, text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id')];
  };
  const hiddenId = async (): Promise<string> => {
    const labelled = about('MedicationRequest', { meta: { security: [HIV] } });
    const made = await patient.post('/fhir/R4/MedicationRequest', labelled);
    expect(made.status).toBe(201);
    await consent(MEDICATIONS);
    return String(made.json.id);
  };

  test('can’t tell its id from one that nobody has, by changing it', async () => {
    const answersOf = async (id: string): Promise<unknown> => {
      const address = `/fhir/R4/MedicationRequest/${id}`;
      const body = JSON.stringify({ ...about('MedicationRequest'), id });
      const headers = { 'content-type': 'application/fhir+json' };
      const patch = JSON.stringify([{ op: 'replace', path: '/status', value: 'stopped' }]);
      const patching = { 'content-type': 'application/json-patch+json' };
      return [
        await provider.send('PUT', address, { body, headers }),
        await provider.send('PUT', address, { body, headers: { ...headers, 'if-match': 'W/"1"' } }),
        await provider.send('PATCH', address, { body: patch, headers: patching }),
        await provider.delete(address),
      ].map(withoutRequest);
    };
    const hidden = await hiddenId();
    expect(await answersOf(hidden)).toEqual(await answersOf(randomUUID()));
    expect((await patient.get(`/fhir/R4/MedicationRequest/${hidden}`)).status).toBe(200);
  });

  test('can’t tell it by importing under its id either', async () => {
    const reportOf = async (id: string): Promise<unknown> => {
      const sent = await provider.send('POST', `/api/patients/${patient.personId}/imports`, {
        body: JSON.stringify({ ...about('MedicationRequest'), id }),
        headers: { 'content-type': 'application/fhir+ndjson' },
      });
      const { imported, notTaken } = sent.json;
      return [sent.status, imported, notTaken];
    };
    const hidden = await hiddenId();
    expect(await reportOf(hidden)).toEqual(await reportOf(randomUUID()));
    const still = await patient.get(`/fhir/R4/MedicationRequest/${hidden}`);
    expect(still.json.meta).toMatchObject({ versionId: '1', security: [HIV] });
  });
});

describe('writing under a consent', () => {
  test('without one, or with one to read, nothing is written', async () => {
    const without = [
      await provider.post('/fhir/R4/MedicationRequest', about('MedicationRequest')),
      await importInto(provider, file(valid('MedicationRequest'))),
      await provider.post('/fhir/R4', file(about('MedicationRequest'))),
    ];
    expect(without.map(({ status }) => status)).toEqual([404, 404, 404]);
    await consent({ ...MEDICATIONS, mayWrite: false });
    const toRead = await provider.post('/fhir/R4/MedicationRequest', about('MedicationRequest'));
    expect(toRead.status).toBe(404);
    expect(await chart()).toEqual({});
  });

  test('a record goes into the chart of whom it is about, and is shown as it is seen', async () => {
    await consent(MEDICATIONS);
    const dose = { dosageInstruction: [{ text: 'Once a day' }] };
    const made = await provider.post(
      '/fhir/R4/MedicationRequest',
      about('MedicationRequest', dose),
    );
    expect([made.status, made.json]).toMatchObject([201, dose]);
    const read = await patient.get(`/fhir/R4/MedicationRequest/${made.json.id}`);
    expect(read.json).toEqual(made.json);
  });

  test('a person who is nobody here answers like one who did not consent', async () => {
    const nobody = { subject: { reference: 'Patient/00000000-0000-4000-8000-000000000000' } };
    const answers = [
      await provider.post('/fhir/R4/Observation', valid('Observation', nobody)),
      await provider.post('/fhir/R4/Observation', about('Observation')),
    ];
    const [first, second] = answers.map(({ status, json }) => [status, { ...json, id: 0 }]);
    expect(first).toEqual(second);
    expect(answers[0]?.status).toBe(404);
  });

  test.each(['Condition', 'Patient', 'Consent'])(
    'a %s is refused, and all with it',
    async (type) => {
      const kinds =
        type === 'Consent' ? (['medications', 'other'] as const) : ['medications' as const];
      await consent({ ...MEDICATIONS, kinds: [...kinds] });
      const answer = await importInto(provider, file(valid('MedicationRequest'), valid(type)));
      expect([answer.status, answer.code]).toEqual([403, 'out_of_scope']);
      expect(await chart()).toEqual({});
    },
  );

  test('what they see is the same or gets its next version; what they don’t see stays as it is', async () => {
    const [seen, hidden] = [about('MedicationRequest'), about('MedicationRequest')];
    const withLabel = { ...hidden, meta: { security: [HIV] } };
    await importInto(patient, file(seen, withLabel));
    await consent(MEDICATIONS);
    expect((await importInto(provider, file(seen))).status).toBe(200);
    const changed = { ...seen, status: 'stopped' };
    expect((await importInto(provider, file(changed))).status).toBe(200);
    const overwriting = [
      await importInto(provider, file(changed, hidden)),
      await importInto(provider, file(changed, withLabel)),
    ];
    expect(overwriting.map(({ status, code }) => [status, code])).toEqual([
      [403, 'out_of_scope'],
      [403, 'out_of_scope'],
    ]);
    const versions = await versionsOf('MedicationRequest');
    expect(versions).toEqual([1, 2]);
  });

  test('a reference to what they don’t see leads nowhere', async () => {
    const made = await patient.post('/fhir/R4/Condition', about('Condition'));
    await consent(MEDICATIONS);
    const refer = (id: string) =>
      importInto(
        provider,
        file(valid('MedicationRequest', { reasonReference: [{ reference: `Condition/${id}` }] })),
      );
    const answers = [await refer(made.json.id), await refer(patient.personId)];
    expect(answers.map(({ code }) => code)).toEqual([
      'unresolved_reference',
      'unresolved_reference',
    ]);
    expect(answers[0]?.json.errors).toEqual(answers[1]?.json.errors);
  });

  test('what is written and not seen is answered by its id alone', async () => {
    await consent(MEDICATIONS);
    const secret = about('MedicationRequest', { meta: { security: [HIV] }, status: 'active' });
    const made = await provider.post('/fhir/R4/MedicationRequest', secret);
    expect(made.status).toBe(201);
    expect(Object.keys(made.json).toSorted()).toEqual(['id', 'meta', 'resourceType']);
    expect((await provider.get(`/fhir/R4/MedicationRequest/${made.json.id}`)).status).toBe(404);
    expect((await patient.get(`/fhir/R4/MedicationRequest/${made.json.id}`)).status).toBe(200);
  });

  test('a technologist adds, and changes nothing that is there', async () => {
    const technologist = await server.join('technologist');
    await consent({ ...MEDICATIONS, kinds: ['imaging', 'documents'] }, technologist);
    const study = file(valid('ImagingStudy'));
    expect((await importInto(technologist, study)).json).toMatchObject({ imported: 1 });
    const again = file(valid('ImagingStudy', { status: 'cancelled' }));
    expect((await importInto(technologist, again)).code).toBe('out_of_scope');
    expect(await versionsOf('ImagingStudy')).toEqual([1]);
  });

  test('a file is uploaded where documents may be written, and refused before it is sent elsewhere', async () => {
    const base = `/api/patients/${patient.personId}/documents`;
    const named = { title: 'Letter', fileName: 'letter.png' };
    await consent(MEDICATIONS);
    expect((await provider.post(base, named)).code).toBe('out_of_scope');
    const { documentId } = (await patient.post(base, named)).json;
    expect((await provider.put(`${base}/${documentId}/content`, PNG)).code).toBe('out_of_scope');
    await consent({ ...MEDICATIONS, kinds: ['documents'] });
    expect((await provider.put(`${base}/${documentId}/content`, PNG)).status).toBe(200);
    expect((await provider.get(base)).json.documents).toHaveLength(1);
    expect((await provider.delete(`${base}/${documentId}`)).status).toBe(403);
  });
});

describe('a guardian', () => {
  test('writes and reads a dependant’s chart as their own, and nobody else’s', async () => {
    const guardian = await server.signUp();
    const bundle = file(valid('Patient', { birthDate: '2020-01-01' }), valid('Basic'));
    expect((await importInto(guardian, bundle)).status).toBe(404);
    await giveGrant(server, {
      patientId: patient.personId,
      granteeId: guardian.personId,
      kind: 'guardian',
    });
    expect((await importInto(guardian, bundle)).json).toMatchObject({ imported: 2 });
    const made = await guardian.post('/fhir/R4/Observation', about('Observation'));
    expect((await guardian.get(`/fhir/R4/Observation/${made.json.id}`)).json).toEqual(made.json);
    const own = await guardian.post('/fhir/R4/Observation', valid('Observation'));
    expect((await patient.get(`/fhir/R4/Observation/${own.json.id}`)).status).toBe(404);
    expect(await chart()).toEqual({ Patient: 1, Basic: 1, Observation: 1 });
  });
});

async function versionsOf(type: string): Promise<number[]> {
  const rows = await server.database.db.transaction((tx) =>
    readRecordsOfTypes(tx, patient.personId, [type]),
  );
  return rows.map(({ version }) => version).toSorted((a, b) => a - b);
}
