import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import { onePatientBundle } from '../testing/bundles.ts';
import { startTestServer, type TestServer } from '../testing/index.ts';
import type { TestCaller } from '../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Audited'));
});
afterAll(() => server.stop());

const alter = (statement: string): Promise<unknown> =>
  server.database.db.transaction((tx) => sql.raw(statement).execute(queries(tx)));

describe('no access without its audit event', () => {
  test('each request leaves one event, before its answer', async () => {
    const before = await server.countEvents({ action: 'record.read', outcome: 'success' });
    for (let index = 1; index <= 3; index++) {
      await patient.get(`/fhir/R4/Patient/${patient.personId}`);
      expect(await server.countEvents({ action: 'record.read', outcome: 'success' })).toBe(
        before + index,
      );
    }
  });

  test('with the audit table made unwritable a read fails and shows nothing of the record, a write changes nothing', async () => {
    await alter(
      `create function refuse_events() returns trigger language plpgsql as $$ begin raise exception 'audit is unwritable'; end $$`,
    );
    await alter(
      'create trigger refuse_events before insert on audit_event for each row execute function refuse_events()',
    );
    const read = await patient.get(`/fhir/R4/Patient/${patient.personId}`);
    expect([read.status, read.code]).toEqual([503, 'unavailable']);
    expect(read.text).not.toContain('Audited');
    const chart = await patient.get(`/api/patients/${patient.personId}/chart`);
    expect(chart.status).toBe(503);
    expect((await patient.post('/fhir/R4/Basic', { resourceType: 'Basic' })).status).toBe(503);
    expect(
      (await server.stranger().get(`/fhir/R4/Patient/${patient.personId}`)).status,
      'not even a refusal is said',
    ).toBe(503);
    await alter('drop trigger refuse_events on audit_event');
    const after = await patient.get(`/api/patients/${patient.personId}/chart`);
    expect([after.status, after.json.counts]).toEqual([200, { Patient: 1, Observation: 1 }]);
  });

  test('an event about a person is under that person’s key: another’s list does not show it', async () => {
    const other = await server.signUp();
    await other.get(`/fhir/R4/Patient/${patient.personId}`);
    const own = await patient.get(`/api/patients/${patient.personId}/access-log`);
    expect(own.json.entries[0]).toMatchObject({
      action: 'record.read',
      outcome: 'refused',
      actor: { kind: 'person', role: 'patient' },
    });
    const others = await other.get(`/api/patients/${other.personId}/access-log`);
    expect(
      others.json.entries.filter((each: { action: string }) => each.action === 'record.read'),
    ).toEqual([]);
  });
});
