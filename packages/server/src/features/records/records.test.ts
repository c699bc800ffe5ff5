import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import { readRecordsOfTypes, replaceRecord } from './record-store.ts';
import { valid } from '../../testing/valid-resource.ts';

let server: TestServer;
let patient: TestCaller;
let other: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  other = await server.signUp();
}, 60_000);
afterAll(() => server.stop());

const bundle = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000001',
      resource: {
        resourceType: 'Patient',
        name: [{ use: 'official', family: 'Canary', given: ['Tweety'] }],
        birthDate: '1980-02-03',
      },
      request: { method: 'POST', url: 'Patient' },
    },
    {
      fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000002',
      resource: {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'Body weight', coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
        subject: { reference: 'urn:uuid:10000000-0000-4000-8000-000000000001' },
        effectiveDateTime: '2020-01-01',
        valueQuantity: { value: 70.5, unit: 'kg' },
      },
      request: { method: 'POST', url: 'Observation' },
    },
  ],
};

describe('records', () => {
  test('a signed-out caller, another patient and the administrator read nothing', async () => {
    await patient.post(`/api/patients/${patient.personId}/imports`, bundle);
    const address = `/fhir/R4/Patient/${patient.personId}`;
    expect((await server.stranger().get(address)).status).toBe(401);
    expect((await other.get(address)).status).toBe(404);
    expect((await server.admin.get(address)).status).toBe(403);
    expect((await patient.get(address)).json.name[0].family).toBe('Canary');
  });

  test('a Bundle comes back as it went in, with ids and references of its new place', async () => {
    const reply = await patient.post(`/api/patients/${patient.personId}/imports`, bundle);
    expect(reply.json.byType).toEqual({ Patient: 1, Observation: 1 });
    const chart = (await patient.get(`/api/patients/${patient.personId}/chart`)).json;
    expect(chart.patient).toMatchObject({ name: 'Tweety Canary', birthDate: '1980-02-03' });
    expect(chart.series).toHaveLength(1);
    const read = await patient.get(`/fhir/R4/Observation/${chart.series[0].points[0].id}`);
    expect(read.json).toMatchObject({
      valueQuantity: { value: 70.5 },
      subject: { reference: `Patient/${patient.personId}` },
    });
  });

  test('an import with a fullUrl of an earlier one, but another type, keeps both', async () => {
    const guest = await server.signUp();
    const fullUrl = 'urn:uuid:20000000-0000-4000-8000-000000000001';
    const read: string[] = [];
    for (const resourceType of ['Condition', 'Observation', 'Condition']) {
      const reply = await guest.post(`/api/patients/${guest.personId}/imports`, {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ fullUrl, resource: valid(resourceType), request: { method: 'POST', url: 'X' } }],
      });
      expect(reply.json.byType).toEqual({ [resourceType]: 1 });
    }
    const stored = await server.database.db.transaction(async (tx) =>
      Promise.all(
        ['Condition', 'Observation'].map((type) => readRecordsOfTypes(tx, guest.personId, [type])),
      ),
    );
    for (const record of stored.flat())
      read.push((await guest.get(`/fhir/R4/${record.type}/${record.id}`)).json.resourceType);
    expect(read).toEqual(['Condition', 'Observation']);
  });

  test('replacing a record that is not there is an error', async () => {
    const guest = await server.signUp();
    await guest.post('/fhir/R4', bundle);
    await expect(
      server.database.db.transaction(async (tx) => {
        const [record] = await readRecordsOfTypes(tx, guest.personId, ['Observation']);
        if (record === undefined) throw new Error('nothing was imported');
        const moved = { ...record, type: 'Condition', version: 2 };
        await replaceRecord(tx, guest.personId, moved, new Date());
      }),
    ).rejects.toThrow('is not there');
  });
});
