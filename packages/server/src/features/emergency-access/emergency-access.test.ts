/** Break-glass over HTTP, from the search to the end of its time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import type { Gate } from '../../gate/index.ts';
import { openEvents } from '../../gate/opened-events.ts';
import { BORN, WORDS, breakGlass, moveClock, patientNamed } from '../../testing/break-glass.ts';
import { ALL_BUT_SENSITIVE, agree } from '../../testing/consent-offers.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const MINUTE_MS = 60_000;

let server: TestServer;
let gate: Gate;
let doctor: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the keys are locked');
  gate = opened;
  doctor = await server.join('provider');
});
afterAll(() => server.stop());

const chartOf = (patient: TestCaller): string => `/api/patients/${patient.personId}/chart`;

async function logOf(personId: string) {
  return gate.db.transaction(async (tx) => {
    const keys = await gate.vault.readKeys(tx, [personId], ['audit']);
    const vault = gate.vault.unlock(keys, personId, 'audit');
    if (vault === undefined) throw new Error('no audit key');
    return openEvents(gate, tx, vault, { limit: 50, before: undefined });
  });
}

async function mailsTo(personId: string): Promise<readonly string[]> {
  const mails = await openOutbox(server);
  return mails.filter((mail) => mail.personId === personId).map(({ template }) => template);
}

describe('before anything opens', () => {
  beforeAll(() => patientNamed(server, 'Refused'));

  test('nobody is found by whoever may not break the glass, and each try is on record', async () => {
    const before = await server.countEvents({ action: 'emergency.open', outcome: 'refused' });
    for (const role of ['carer', 'technologist', 'client'] as const) {
      const other = await breakGlass(await server.join(role), 'Refused');
      expect([role, other.status, other.code]).toEqual([role, 403, 'forbidden']);
    }
    for (const caller of [server.admin, await server.signUp()]) {
      await server.proveFreshly(caller);
      expect((await breakGlass(caller, 'Refused')).code).toBe('forbidden');
    }
    expect((await breakGlass(server.stranger(), 'Refused')).code).toBe('not_signed_in');
    const after = await server.countEvents({ action: 'emergency.open', outcome: 'refused' });
    expect(after - before).toBe(6);
  });

  test('an old proof is refused before anybody is looked for: alike for who is there and who is not', async () => {
    await makeProofsStale(server, doctor.personId);
    const there = await breakGlass(doctor, 'Refused');
    const not = await breakGlass(doctor, 'Nobody');
    expect([there.status, there.code]).toEqual([401, 'step_up_needed']);
    expect(withoutRequest(not.json)).toEqual(withoutRequest(there.json));
    await server.proveFreshly(doctor);
  });

  test('a session that lacks its second factor breaks nothing', async () => {
    const other = await server.join('provider');
    const row = await gate.db.transaction((tx) =>
      queries(tx)
        .selectFrom('account')
        .select('person_id')
        .where('role', '=', 'provider')
        .execute(),
    );
    expect(row.length).toBeGreaterThan(1);
    const half = await server.signIn(await emailOf(other.personId));
    expect((await breakGlass(half, 'Refused')).code).toBe('second_factor_needed');
  });

  test('a reason and a sentence are asked for', async () => {
    for (const wrong of [{ words: 'urgent' }, { reason: 'because' }, { words: '          ' }])
      expect((await breakGlass(doctor, 'Refused', wrong)).status).toBe(422);
  });
});

describe('the search', () => {
  test('finds one person by an exact identifier, with its system or without', async () => {
    const patient = await server.signUp();
    await importPatient(patient, { identifier: [{ system: 'urn:mrn', value: 'A-4711' }] });
    for (const search of [
      { by: 'identifier', system: 'urn:mrn', value: 'a-4711' },
      { by: 'identifier', value: ' A-4711 ' },
    ])
      expect((await breakGlass(doctor, '', { search })).json).toMatchObject({
        patientId: patient.personId,
      });
    for (const search of [
      { by: 'identifier', system: 'urn:other', value: 'A-4711' },
      { by: 'identifier', value: 'A-47' },
      { by: 'name-and-birth-date', given: 'Test', family: 'Someone', birthDate: '1980-02-04' },
    ])
      expect((await breakGlass(doctor, '', { search })).code).toBe('not_found');
  });

  test('finds who was renamed by the new name only', async () => {
    const patient = await server.signUp();
    const identifier = [{ system: 'urn:mrn', value: 'R-1' }];
    await importPatient(patient, { identifier, name: [{ family: 'Before', given: ['Test'] }] });
    await importPatient(patient, { identifier, name: [{ family: 'After', given: ['Test'] }] });
    expect((await breakGlass(doctor, 'Before')).code).toBe('not_found');
    expect((await breakGlass(doctor, 'AFTER')).status).toBe(200);
  });

  test('answers alike for nobody, for two, for who is suspended, altered or being erased', async () => {
    await patientNamed(server, 'Twins');
    await patientNamed(server, 'Twins');
    const suspended = await patientNamed(server, 'Suspended');
    await server.proveFreshly(server.admin);
    const path = `/api/accounts/${suspended.personId}/suspension`;
    expect((await server.admin.post(path, {})).status).toBeLessThan(300);
    const altered = await patientNamed(server, 'Altered');
    const going = await patientNamed(server, 'Going');
    await gate.db.transaction(async (tx) => {
      await queries(tx)
        .updateTable('account')
        .set({ state: 'deactivated' })
        .where('person_id', '=', altered.personId)
        .execute();
      const at = new Date();
      await queries(tx)
        .insertInto('erasure')
        .values({
          person_id: going.personId,
          requested_by: 'self',
          requested_at: at,
          not_before: at,
          confirmed_at: at,
          cancelled_at: null,
          begun_at: null,
          mac: Buffer.alloc(16),
        })
        .execute();
    });
    const nobody = await breakGlass(doctor, 'Nobody');
    expect([nobody.status, nobody.code]).toEqual([404, 'not_found']);
    for (const family of ['Twins', 'Suspended', 'Altered', 'Going']) {
      const answer = await breakGlass(doctor, family);
      expect([family, answer.status]).toEqual([family, 404]);
      expect(withoutRequest(answer.json)).toEqual(withoutRequest(nobody.json));
    }
    const log = await logOf(suspended.personId);
    expect(log.filter(({ core }) => core?.action === 'emergency.open')).toEqual([]);
  });

  test('that finds nobody ten times within an hour is told to administrators, and says what was typed to nobody', async () => {
    const curious = await server.join('radiologist');
    const told = async (): Promise<number> => {
      const mails = await openOutbox(server);
      return mails.filter(({ values }) => values['account'] === curious.personId).length;
    };
    for (let tries = 0; tries < 9; tries += 1) await breakGlass(curious, `Guess${tries}`);
    expect(await told()).toBe(0);
    await breakGlass(curious, 'Guess9');
    expect(await told()).toBe(1);
    const events = await gate.db.transaction((tx) =>
      queries(tx)
        .selectFrom('audit_event')
        .select(['event_type', 'outcome'])
        .where('actor_index', '=', gate.auditSealing.actorIndex(curious.personId))
        .where('event_type', '=', 'emergency.open')
        .execute(),
    );
    expect(events).toHaveLength(10);
    expect(events.every(({ outcome }) => outcome === 'refused')).toBe(true);
  });
});

describe('an emergency access', () => {
  test('opens the whole chart without any consent, says so in every event, and is mailed at once', async () => {
    const patient = await patientNamed(server, 'Unconscious');
    expect((await doctor.get(chartOf(patient))).code).toBe('not_found');
    const opened = await breakGlass(doctor, 'Unconscious');
    expect(opened.status).toBe(200);
    const { grantId, patientId, until } = opened.json;
    expect(patientId).toBe(patient.personId);
    const minutes = (Date.parse(until) - Date.now()) / MINUTE_MS;
    expect(Math.round(minutes)).toBe(60);
    expect(await mailsTo(patient.personId)).toContain('emergency-opened');
    expect(await mailsTo(server.admin.personId)).toContain('emergency-to-review');

    const chart = await doctor.get(chartOf(patient));
    expect([chart.status, chart.text.includes('Body weight')]).toEqual([200, true]);
    const [read, open] = await logOf(patient.personId);
    expect(open?.core).toMatchObject({
      action: 'emergency.open',
      outcome: 'success',
      relationship: 'emergency',
      purposeOfUse: 'ETREAT',
      reason: `emergency ${grantId} life-threatening`,
    });
    expect(open?.detail?.resources).toContainEqual({ type: 'Grant', id: grantId, version: 1 });
    expect(read?.core).toMatchObject({
      action: 'chart.read',
      relationship: 'emergency',
      purposeOfUse: 'ETREAT',
      reason: `emergency ${grantId}`,
    });

    const list = await patient.get(`/api/patients/${patient.personId}/emergency-accesses`);
    expect(list.json.accesses).toEqual([
      {
        grantId,
        openedAt: expect.any(String),
        until,
        endedAt: null,
        reason: 'life-threatening',
        words: WORDS,
        by: {
          personId: doctor.personId,
          role: 'provider',
          displayName: 'Test Colleague',
          organisation: null,
        },
        accesses: 1,
        disputedAt: null,
        reviewDueAt: expect.any(String),
        reviewedAt: null,
        outcome: null,
      },
    ]);
    expect((await doctor.get(`/api/patients/${patient.personId}/emergency-accesses`)).code).toBe(
      'forbidden',
    );
  });

  test('shows what a narrow consent refuses, while it lasts', async () => {
    const patient = await patientNamed(server, 'Narrow');
    await server.proveFreshly(patient);
    const terms = { ...ALL_BUT_SENSITIVE, kinds: ['medications'] };
    await agree(patient, doctor, { terms });
    const seesWeight = async (): Promise<boolean> =>
      (await doctor.get(chartOf(patient))).text.includes('Body weight');
    expect(await seesWeight()).toBe(false);
    const { grantId } = (await breakGlass(doctor, 'Narrow')).json;
    expect(await seesWeight()).toBe(true);
    await doctor.delete(`/api/relationships/${patient.personId}/${grantId}`);
    expect(await seesWeight()).toBe(false);
  });

  test('to a child is told to who looks after them, and shown to them', async () => {
    const mother = await server.signUp();
    const { patientId } = (
      await mother.post('/api/dependants', {
        displayName: 'Lio Example',
        birthDate: '2020-05-06',
      })
    ).json;
    const search = { given: 'Lio', family: 'Example', birthDate: '2020-05-06' };
    const by = 'name-and-birth-date';
    const answer = await breakGlass(doctor, '', { search: { by, ...search } });
    expect(answer.json).toMatchObject({ patientId });
    expect(await mailsTo(mother.personId)).toContain('emergency-opened');
    const list = await mother.get(`/api/patients/${patientId}/emergency-accesses`);
    expect(list.json.accesses).toHaveLength(1);
    const disputed = `/api/patients/${patientId}/emergency-accesses/${answer.json.grantId}/dispute`;
    expect((await mother.post(disputed, { words: 'Lio was at school.' })).status).toBe(204);
  });

  test('opens nothing for anybody else, and lets nobody write or share', async () => {
    const patient = await patientNamed(server, 'Readonly');
    await breakGlass(doctor, 'Readonly');
    const other = await server.join('provider');
    expect((await other.get(chartOf(patient))).code).toBe('not_found');
    const base = `/api/patients/${patient.personId}`;
    for (const answer of [
      await doctor.post(`${base}/documents`, { title: 'T', fileName: 't.pdf' }),
      await doctor.post(`${base}/shares`, {
        label: 'For me',
        records: [{ type: 'Patient', id: patient.personId }],
        documents: [],
        expiresInHours: 1,
        opensMost: null,
      }),
    ])
      expect([403, 404]).toContain(answer.status);
  });

  test('asked for again answers the one that is open, also at the same moment', async () => {
    const patient = await patientNamed(server, 'Again');
    const answers = await Promise.all([1, 2, 3].map(() => breakGlass(doctor, 'Again')));
    const ids = answers.map(({ json }) => String(json.grantId));
    expect(new Set(ids).size).toBe(1);
    const list = await patient.get(`/api/patients/${patient.personId}/emergency-accesses`);
    expect(list.json.accesses).toHaveLength(1);
    expect((await mailsTo(patient.personId)).filter((each) => each === 'emergency-opened')).toEqual(
      ['emergency-opened'],
    );
  });

  test('ends after 60 minutes', async () => {
    const patient = await patientNamed(server, 'Hourlong');
    const colleague = await server.join('provider');
    await breakGlass(colleague, 'Hourlong');
    const almost = moveClock(server, 59 * MINUTE_MS);
    await server.proveFreshly(colleague);
    expect((await colleague.get(chartOf(patient))).status).toBe(200);
    almost.back();
    const over = moveClock(server, 60 * MINUTE_MS + 1000);
    await server.proveFreshly(colleague);
    expect((await colleague.get(chartOf(patient))).code).toBe('not_found');
    over.back();
  });

  test('ends at once when whoever opened it is done, and the patient sees when', async () => {
    const patient = await patientNamed(server, 'Left');
    const { grantId } = (await breakGlass(doctor, 'Left')).json;
    expect((await doctor.get(chartOf(patient))).status).toBe(200);
    const left = await doctor.delete(`/api/relationships/${patient.personId}/${grantId}`);
    expect(left.status).toBe(204);
    expect((await doctor.get(chartOf(patient))).code).toBe('not_found');
    const list = await patient.get(`/api/patients/${patient.personId}/emergency-accesses`);
    expect(list.json.accesses[0].endedAt).toEqual(expect.any(String));
    expect((await breakGlass(doctor, 'Left')).json.grantId, 'a new one').not.toBe(grantId);
  });

  test('ends when the patient’s account is suspended', async () => {
    const patient = await patientNamed(server, 'LaterSuspended');
    await breakGlass(doctor, 'LaterSuspended');
    expect((await doctor.get(chartOf(patient))).status).toBe(200);
    await server.proveFreshly(server.admin);
    await server.admin.post(`/api/accounts/${patient.personId}/suspension`, {});
    expect((await doctor.get(chartOf(patient))).code).toBe('not_found');
    await gate.db.transaction((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ state: 'active' })
        .where('person_id', '=', patient.personId)
        .execute(),
    );
    expect((await doctor.get(chartOf(patient))).code, 'resumed behind our back').toBe('not_found');
  });

  test('that somebody prolonged or moved in the database opens nothing', async () => {
    const patient = await patientNamed(server, 'Prolonged');
    const { grantId } = (await breakGlass(doctor, 'Prolonged')).json;
    const other = await server.join('provider');
    for (const change of [
      { valid_until: new Date(Date.now() + 1000 * MINUTE_MS) },
      { grantee_id: other.personId },
    ]) {
      const before = await changeGrant(grantId, change);
      expect((await doctor.get(chartOf(patient))).code).toBe('not_found');
      expect((await other.get(chartOf(patient))).code).toBe('not_found');
      await changeGrant(grantId, before);
    }
    expect((await doctor.get(chartOf(patient))).status).toBe(200);
  });
});

async function changeGrant(
  grantId: string,
  change: { readonly valid_until?: Date | null; readonly grantee_id?: string | null },
) {
  return gate.db.transaction(async (tx) => {
    const before = await queries(tx)
      .selectFrom('access_grant')
      .select(['valid_until', 'grantee_id'])
      .where('grant_id', '=', grantId)
      .executeTakeFirstOrThrow();
    await queries(tx)
      .updateTable('access_grant')
      .set(change)
      .where('grant_id', '=', grantId)
      .execute();
    return before;
  });
}

async function importPatient(caller: TestCaller, patient: object): Promise<void> {
  const resource = {
    resourceType: 'Patient',
    name: [{ family: 'Someone', given: ['Test'] }],
    birthDate: BORN,
    ...patient,
  };
  const entry = [{ fullUrl: 'urn:uuid:10000000-0000-4000-8000-000000000001', resource }];
  const bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entry.map((each) => ({ ...each, request: { method: 'POST', url: 'Patient' } })),
  };
  const answer = await caller.post(`/api/patients/${caller.personId}/imports`, bundle);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
}

function withoutRequest(problem: object): object {
  return { ...problem, requestId: '', instance: '' };
}

async function emailOf(personId: string): Promise<string> {
  const accounts = (await server.admin.get('/api/accounts')).json.accounts as readonly {
    readonly personId: string;
    readonly email: string;
  }[];
  return accounts.find((each) => each.personId === personId)?.email ?? '';
}
