import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { PNG } from '../../testing/files.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let patient: TestCaller;
let weightId: string;
let documentId: string;
beforeAll(async () => {
  server = await startTestServer();
  patient = await server.signUp();
  await patient.post(`/api/patients/${patient.personId}/imports`, onePatientBundle('Shared'));
  const chart = await patient.get(`/api/patients/${patient.personId}/chart`);
  weightId = chart.json.series[0].points[0].id;
  const created = await patient.post(`/api/patients/${patient.personId}/documents`, {
    title: 'Scan',
    fileName: 'scan.png',
  });
  ({ documentId } = created.json);
  await patient.put(`/api/patients/${patient.personId}/documents/${documentId}/content`, PNG);
});
afterAll(() => server.stop());

let share: { readonly shareId: string; readonly link: string };
let token: string;
beforeEach(async () => {
  share = (await create({})).json;
  token = share.link.split('#')[1] ?? '';
});

const create = (more: object): Promise<Answer> =>
  patient.post(`/api/patients/${patient.personId}/shares`, {
    label: 'For the clinic',
    records: [{ type: 'Observation', id: weightId }],
    documents: [documentId],
    ...more,
  });
const open = (linkId: string): Promise<Answer> =>
  server.stranger().get('/api/shared', { authorization: `Wardkeep-Share ${linkId}` });
const openFile = (linkId: string, id: string): Promise<Answer> =>
  server
    .stranger()
    .get(`/api/shared/documents/${id}/content`, { authorization: `Wardkeep-Share ${linkId}` });

describe('a share link', () => {
  test('opens nothing once it is revoked, for anybody who holds it, at the next request', async () => {
    expect((await open(token)).status).toBe(200);
    expect(
      (await patient.delete(`/api/patients/${patient.personId}/shares/${share.shareId}`)).status,
    ).toBe(204);
    expect([(await open(token)).code, (await openFile(token, documentId)).code]).toEqual([
      'share_ended',
      'share_ended',
    ]);
  });

  test('opens nothing that is guessed, cut short or another scheme’s', async () => {
    const guessed = Buffer.alloc(32, 7).toString('base64url');
    for (const wrong of [guessed, token.slice(1), `${token}A`, '', share.shareId]) {
      expect((await open(wrong)).status, wrong).toBe(404);
    }
    const bearer = await server.stranger().get('/api/shared', { authorization: `Bearer ${token}` });
    expect(bearer.status).toBe(404);
  });

  test('shows the chosen records and files without an account, and nothing beside', async () => {
    const opened = await open(token);
    expect(opened.json).toMatchObject({ patientName: 'Test Shared', label: 'For the clinic' });
    expect(opened.json.records.map((each: { id: string }) => each.id)).toEqual([weightId]);
    expect(opened.json.documents.map((each: { documentId: string }) => each.documentId)).toEqual([
      documentId,
    ]);
    expect((await openFile(token, documentId)).bytes.equals(PNG)).toBe(true);
    const chart = await server
      .stranger()
      .get(`/api/patients/${patient.personId}/chart`, { authorization: `Wardkeep-Share ${token}` });
    const record = await server
      .stranger()
      .get(`/fhir/R4/Patient/${patient.personId}`, { authorization: `Wardkeep-Share ${token}` });
    expect([chart.status, record.status]).toEqual([401, 401]);
  });

  test('opens no document that it does not cover', async () => {
    const narrow = (await create({ documents: [] })).json.link.split('#')[1];
    expect((await openFile(narrow, documentId)).status).toBe(404);
  });

  test('lasts a day unless said, never more than seven, and ends then', async () => {
    const hours = (each: { createdAt: string; expiresAt: string }): number =>
      (Date.parse(each.expiresAt) - Date.parse(each.createdAt)) / 3_600_000;
    expect(hours((await create({})).json)).toBe(24);
    expect((await create({ expiresInHours: 169 })).status).toBe(422);
    await setShare({ expires_at: new Date(Date.now() - 1000) });
    expect((await open(token)).code).toBe('share_ended');
  });

  test('does not last longer because somebody altered its row', async () => {
    await setShare({ expires_at: new Date(Date.now() + 365 * 24 * 3_600_000) });
    expect((await open(token)).code).toBe('share_ended');
  });

  test('opens as often as was said, also when two open it at once', async () => {
    const limited = (await create({ opensMost: 2 })).json.link.split('#')[1];
    const answers = await Promise.all([open(limited), open(limited), open(limited), open(limited)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 404, 404,
    ]);
    expect(
      (await openFile(limited, documentId)).status,
      'what was opened stays readable until it expires',
    ).toBe(200);
  });

  test('is not made for what is not in the chart', async () => {
    const other = await server.signUp();
    await other.post(`/api/patients/${other.personId}/imports`, onePatientBundle('Other'));
    const foreign = await create({ records: [{ type: 'Patient', id: other.personId }] });
    expect([foreign.status, foreign.json.errors[0].path]).toEqual([422, 'records[0]']);
    expect((await create({ records: [], documents: [] })).status).toBe(422);
  });

  test('its id is nowhere in the database, and its token is no clear text', async () => {
    const row = await server.database.db.transaction((tx) =>
      queries(tx)
        .selectFrom('share')
        .selectAll()
        .where('share_id', '=', share.shareId)
        .executeTakeFirstOrThrow(),
    );
    const stored = JSON.stringify({ ...row, sealed: Buffer.from(row.sealed).toString('latin1') });
    expect(stored).not.toContain(token);
    expect(row.token.split('.')).toHaveLength(5);
    expect(
      JSON.parse(Buffer.from(row.token.split('.')[0] ?? '', 'base64url').toString()),
    ).toMatchObject({ alg: 'RSA-OAEP-256', enc: 'A256GCM' });
  });

  test('each opening and each refusal is in the owner’s list of who looked', async () => {
    await open(token);
    await openFile(token, documentId);
    await patient.delete(`/api/patients/${patient.personId}/shares/${share.shareId}`);
    await open(token);
    const log = await patient.get(`/api/patients/${patient.personId}/access-log`);
    const seen = log.json.entries
      .filter((each: { actor: { id: string } }) => each.actor.id === share.shareId)
      .map((each: { action: string; outcome: string }) => `${each.action} ${each.outcome}`);
    expect(seen).toEqual([
      'share.open refused',
      'share.read-document success',
      'share.open success',
    ]);
  });
});

async function setShare(values: { readonly expires_at: Date }): Promise<void> {
  await server.database.db.transaction((tx) =>
    queries(tx).updateTable('share').set(values).where('share_id', '=', share.shareId).execute(),
  );
}
