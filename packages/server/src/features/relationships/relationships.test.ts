import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { accept, agree, offer, tokenOf } from '../../testing/consent-offers.ts';
import { giveGrant } from '../../testing/give-grant.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: MAIL_TO_NOWHERE });
});
afterAll(() => server.stop());

let patient: TestCaller;
beforeEach(async () => {
  patient = await server.join('patient');
  const path = `/api/patients/${patient.personId}/imports`;
  expect((await patient.post(path, onePatientBundle('Related'))).status).toBe(200);
});

const list = async (caller: TestCaller) =>
  (await caller.get('/api/relationships')).json.relationships;
const check = async (caller: TestCaller) =>
  (await caller.get('/api/relationships/state')).json.relationships;
const readChart = (caller: TestCaller, patientId = patient.personId): Promise<Answer> =>
  caller.get(`/api/patients/${patientId}/chart`);
const logOf = async (caller: TestCaller) =>
  (await caller.get(`/api/patients/${caller.personId}/access-log`)).json.entries;

describe('a client', () => {
  test('knows a patient by a pseudonym that no other client knows, and by nothing else', async () => {
    const [one, other] = [await server.join('client'), await server.join('client')];
    const [first, second] = [await agree(patient, one), await agree(patient, other)];
    expect(new Set([first.patientId, second.patientId, patient.personId]).size).toBe(3);
    expect(await list(one)).toMatchObject([{ patientId: first.patientId, patientLabel: null }]);
    expect(await check(one)).toMatchObject([{ patientId: first.patientId }]);
    const statuses = [
      await readChart(one, first.patientId),
      await readChart(one, second.patientId),
      await readChart(one),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 404, 404]);
    const left = await one.delete(`/api/relationships/${first.patientId}/${first.consentId}`);
    expect(left.status).toBe(204);
    expect((await readChart(one, first.patientId)).status).toBe(404);
  });
});

describe('the list', () => {
  test('is on record with each patient whom it names; the check is not, and names nobody', async () => {
    const provider = await server.join('provider');
    await agree(patient, provider);
    const before = await logOf(patient);
    await check(provider);
    await check(provider);
    expect(await logOf(patient), 'nothing new but the look at the log itself').toHaveLength(
      before.length + 1,
    );
    await list(provider);
    const entries: { action: string }[] = await logOf(patient);
    const newest = entries.find(({ action }) => action !== 'audit.read');
    expect(newest).toMatchObject({ action: 'relationship.list', outcome: 'success' });
    const [state] = await check(provider);
    expect(Object.keys(state).toSorted()).toEqual(['grantId', 'kind', 'patientId', 'version']);
  });

  test('holds every way in, and an emergency no longer than the patient’s account is open', async () => {
    const provider = await server.join('provider');
    const { consentId } = await agree(patient, provider);
    const kind = 'emergency';
    const { grantId } = await giveGrant(server, {
      patientId: patient.personId,
      kind,
      granteeId: provider.personId,
      validUntil: new Date(Date.now() + 60_000),
    });
    const ids = (each: { grantId: string }[]): string[] =>
      each.map((one) => one.grantId).toSorted();
    expect(ids(await list(provider))).toEqual([consentId, grantId].toSorted());
    expect(ids(await check(provider))).toEqual([consentId, grantId].toSorted());
    expect(
      (await list(provider)).find((each: { kind: string }) => each.kind === kind),
    ).toMatchObject({ terms: null });
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ state: 'suspended' })
        .where('person_id', '=', patient.personId)
        .execute(),
    );
    expect(ids(await list(provider))).toEqual([consentId]);
    expect(ids(await check(provider))).toEqual([consentId]);
  });

  test('is empty for who was let in by nobody, and refused to who is not signed in', async () => {
    const provider = await server.join('provider');
    expect([await list(provider), await check(provider)]).toEqual([[], []]);
    expect((await server.stranger().get('/api/relationships')).code).toBe('not_signed_in');
    expect((await server.stranger().get('/api/relationships/state')).code).toBe('not_signed_in');
  });
});

test('an emergency access is given back before its time', async () => {
  const provider = await server.join('provider');
  const { grantId } = await giveGrant(server, {
    patientId: patient.personId,
    kind: 'emergency',
    granteeId: provider.personId,
    validUntil: new Date(Date.now() + 60_000),
  });
  expect((await readChart(provider)).status).toBe(200);
  const path = `/api/relationships/${patient.personId}/${grantId}`;
  expect((await provider.delete(path)).status).toBe(204);
  expect((await readChart(provider)).status).toBe(404);
  expect(await check(provider)).toEqual([]);
});

describe('a guardian', () => {
  test('offers a dependant’s chart, hears of the answer, and can neither accept it nor leave', async () => {
    const added = await patient.post('/api/dependants', {
      displayName: 'Little One',
      birthDate: new Date(Date.now() - 5 * 365 * 86_400_000).toISOString().slice(0, 10),
    });
    expect(added.status, added.text).toBe(200);
    const childId = String(added.json.patientId);
    const [held] = await list(patient);
    expect(held).toMatchObject({ patientId: childId, kind: 'guardian', terms: null });

    const offered = await offer(patient, { of: childId, label: 'School nurse' });
    const token = tokenOf(offered);
    expect((await accept(patient, token)).code).toBe('link_invalid');
    const nurse = await server.join('carer');
    expect((await accept(nurse, token)).json).toEqual({ patientId: childId });
    expect((await readChart(nurse, childId)).status).toBe(200);
    const told = (await openOutbox(server)).find(
      ({ personId, template }) => personId === patient.personId && template === 'consent-accepted',
    );
    expect(told?.values).toEqual({ label: 'School nurse' });

    const leave = await patient.delete(`/api/relationships/${childId}/${held.grantId}`);
    expect([403, 404]).toContain(leave.status);
    expect((await readChart(patient, childId)).status).toBe(200);
    const { consentId } = offered.json.consent;
    await patient.delete(`/api/patients/${childId}/consents/${consentId}`);
    expect((await readChart(nurse, childId)).status).toBe(404);
  });
});
