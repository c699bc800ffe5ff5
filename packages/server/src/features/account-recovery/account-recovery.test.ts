import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import { MAIL_TO_NOWHERE, openOutbox, tokenIn } from '../../testing/opened-outbox.ts';
import { askOperator } from '../../testing/operator.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';
import type { RecoveryRow } from './recovery-rules.ts';

const DAY_MS = 24 * 60 * 60_000;
const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let patient: Lost;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  patient = await lost(await server.signUp());
});
afterAll(() => server.stop());

interface Lost {
  readonly person: TestCaller;
  readonly personId: string;
  readonly email: string;
  /** Where the password was given, and nothing else can be. */
  half: TestCaller;
}

async function lost(person: TestCaller): Promise<Lost> {
  const email = String((await person.get('/api/account')).json.email);
  if (server.passkeyOf(person) === undefined) await server.addPasskey(person);
  return { person, personId: person.personId, email, half: await server.signIn(email) };
}

const path = '/api/account-recoveries';
const ask = (by: TestCaller) => by.post(path, {});
const approve = (personId: string, by = server.admin) =>
  by.post(`${path}/${personId}/approval`, {});
const refuse = (personId: string, by = server.admin) => by.delete(`${path}/${personId}`);
const cancel = (token: string) => server.stranger().post(`${path}/cancellation`, { token });
const list = async () => (await server.admin.get(path)).json.recoveries;
const told = async (personId: string) =>
  (await openOutbox(server)).filter(
    (mail) => mail.personId === personId && mail.template.startsWith('recovery-'),
  );
const signIn = async (email: string) =>
  (await server.stranger().post('/api/sessions', { email, password: PASSWORD })).json;

/** Changes the row as the server would, or as somebody without its keys. */
async function writeRow(
  personId: string,
  change: (row: RecoveryRow) => RecoveryRow,
  { forged = false } = {},
): Promise<void> {
  const { gate } = server.wardkeep.state;
  await server.database.db.transaction(async (tx) => {
    const row = await queries(tx)
      .selectFrom('account_recovery')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    const changed = change({
      personId,
      requestedAt: row.requested_at,
      notBefore: row.not_before,
      approvedAt: row.approved_at,
      approvedBy: row.approved_by,
      endedAt: row.ended_at,
    });
    const mac = gate?.hashes.accountRecovery(changed);
    await queries(tx)
      .updateTable('account_recovery')
      .set({
        requested_at: changed.requestedAt,
        not_before: changed.notBefore,
        approved_at: changed.approvedAt,
        approved_by: changed.approvedBy,
        ended_at: changed.endedAt,
        ...(forged || mac === undefined ? {} : { mac }),
      })
      .where('person_id', '=', personId)
      .execute();
  });
}

const earlier = (at: Date): Date => new Date(at.getTime() - 4 * DAY_MS);

/** As if everything had happened four days earlier. */
async function letTimePass(personId: string): Promise<void> {
  await writeRow(personId, (row) => ({
    ...row,
    requestedAt: earlier(row.requestedAt),
    notBefore: earlier(row.notBefore),
    approvedAt: row.approvedAt && earlier(row.approvedAt),
  }));
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('account')
      .set({ password_changed_at: sql<Date>`password_changed_at - interval '4 days'` })
      .where('person_id', '=', personId)
      .execute(),
  );
}

describe('a request', () => {
  test('is refused without a session, and to whoever has shown a second factor or has none', async () => {
    expect((await ask(server.stranger())).status).toBe(401);
    expect((await ask(patient.person)).code).toBe('forbidden');
    expect((await ask(await server.signUp())).code).toBe('forbidden');
    expect(await list()).toEqual([]);
  });

  test('waits three days, is asked once however often, and is noticed with a link that cancels it', async () => {
    const { half, personId, email } = patient;
    const first = await ask(half);
    expect(first.json.isApproved).toBe(false);
    const waitMs = Date.parse(first.json.waitsUntil) - Date.now();
    expect(Math.round(waitMs / DAY_MS)).toBe(3);
    expect((await ask(half)).json).toEqual(first.json);
    const [notice, ...more] = await told(personId);
    expect(more).toEqual([]);
    expect([notice?.template, notice?.values['waitsUntil']]).toEqual([
      'recovery-requested',
      first.json.waitsUntil,
    ]);
    expect(await list()).toEqual([
      expect.objectContaining({ personId, email, role: 'patient', approvedAt: null }),
    ]);

    expect((await cancel('x')).code).toBe('link_invalid');
    expect((await cancel(tokenIn(notice))).status).toBe(204);
    expect((await cancel(tokenIn(notice))).code).toBe('link_invalid');
    expect(await list()).toEqual([]);
    expect((await told(personId)).at(-1)?.template).toBe('recovery-ended');
    await ask(half);
    expect(await list(), 'the old link ends no new request').toHaveLength(1);
    expect((await cancel(tokenIn(notice))).code).toBe('link_invalid');
  });
});

describe('an answer', () => {
  test('is refused to who is no administrator, for who did not ask, and about oneself', async () => {
    const { personId, half } = patient;
    expect((await server.stranger().get(path)).status).toBe(401);
    for (const answer of [approve, refuse]) {
      expect((await answer(personId, server.stranger())).status).toBe(401);
      expect((await answer(personId, half)).code).toBe('second_factor_needed');
      expect((await answer(personId, patient.person)).code).toBe('forbidden');
      expect((await answer(randomUUID())).code).toBe('not_found');
      expect((await answer(server.admin.personId)).code).toBe('forbidden');
    }
    expect((await list())[0].approvedAt).toBeNull();
  });

  test('that refuses ends it; one that approves opens nothing before the waiting time is over', async () => {
    const { personId, half, email } = patient;
    expect((await refuse(personId)).status).toBe(204);
    expect((await approve(personId)).code).toBe('not_found');
    await ask(half);
    expect((await approve(personId)).status).toBe(204);
    expect((await approve(personId)).status, 'again').toBe(204);
    expect((await ask(half)).json.isApproved).toBe(true);
    expect((await signIn(email)).needs).toBe('second-factor');
    const templates = (await told(personId)).map(({ template }) => template);
    expect(templates.slice(-3)).toEqual([
      'recovery-ended',
      'recovery-requested',
      'recovery-approved',
    ]);
  });
});

describe('written into the database', () => {
  test('an approval, or a waiting time that is over, opens nothing', async () => {
    const { personId, half, email } = await lost(await server.signUp());
    await ask(half);
    const before = new Date(Date.now() - DAY_MS);
    for (const change of [
      { approvedAt: before, approvedBy: server.admin.personId },
      { notBefore: before },
      { endedAt: null },
    ]) {
      await writeRow(personId, (row) => ({ ...row, ...change }), { forged: true });
      expect((await signIn(email)).needs).toBe('second-factor');
      expect((await approve(personId)).code).toBe('not_found');
    }
  });

  test('a whole row copied from somebody else opens nothing', async () => {
    const thief = await lost(await server.signUp());
    await ask(thief.half);
    await approve(thief.personId);
    await letTimePass(thief.personId);
    const victim = await lost(await server.signUp());
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('account_recovery')
        .set({ person_id: victim.personId })
        .where('person_id', '=', thief.personId)
        .execute(),
    );
    expect((await signIn(victim.email)).needs).toBe('second-factor');
  });
});

describe('a recovery that was approved and waited for', () => {
  test('lets in with the password alone, once, with no factor left and every other session ended', async () => {
    const { personId, email, person, half } = await lost(await server.signUp());
    await ask(half);
    await approve(personId);
    await letTimePass(personId);
    const session = await signIn(email);
    expect(session.needs).toBe('nothing');
    for (const other of [person, half]) expect((await other.get('/api/account')).status).toBe(401);
    const inside = await server.signIn(email);
    const security = (await inside.get('/api/account/security')).json;
    expect([security.hasTotp, security.passkeys, security.recoveryCodesLeft]).toEqual([
      false,
      [],
      0,
    ]);
    expect((await told(personId)).at(-1)?.template).toBe('recovery-used');
    await server.addPasskey(inside);
    expect((await signIn(email)).needs, 'it is used up').toBe('second-factor');
  });

  test('makes staff set up a factor anew before anything opens', async () => {
    const { personId, email, half } = await lost(await server.join('admin'));
    await ask(half);
    await approve(personId);
    await letTimePass(personId);
    const inside = await server.signIn(email);
    expect((await inside.get('/api/account')).json.session.needs).toBe('second-factor-set-up');
    expect((await inside.get('/api/accounts')).code).toBe('second_factor_set_up_needed');
    await server.addPasskey(inside);
    expect((await inside.get('/api/accounts')).status).toBe(200);
  });

  test('has ended when the second factor was shown after all, and when nobody used it for two weeks', async () => {
    const { personId, email, half, person } = await lost(await server.signUp());
    await ask(half);
    await approve(personId);
    await letTimePass(personId);
    await server.proveFreshly(person);
    expect((await told(personId)).at(-1)?.template).toBe('recovery-ended');
    expect((await signIn(email)).needs).toBe('second-factor');

    await ask(half);
    await approve(personId);
    for (let passed = 0; passed < 20; passed += 4) await letTimePass(personId);
    expect((await signIn(email)).needs).toBe('second-factor');
    expect(await list()).not.toContainEqual(expect.objectContaining({ personId }));
  });

  test('lets nobody in who has reset the password since: whoever has the mailbox asks anew', async () => {
    const { personId, email, half } = await lost(await server.signUp());
    await ask(half);
    await approve(personId);
    await letTimePass(personId);
    await server.stranger().post('/api/password-resets', { email });
    const reset = (await openOutbox(server)).findLast(
      ({ template }) => template === 'password-reset',
    );
    const password = 'quite another kettle of fish';
    const completion = { token: tokenIn(reset), password };
    expect(
      (await server.stranger().post('/api/password-resets/completion', completion)).status,
    ).toBe(204);
    const thief = server.stranger();
    await thief.begin('/api/sessions', { email, password });
    expect((await thief.get('/api/sessions/current')).json.needs).toBe('second-factor');
    expect((await approve(personId)).code).toBe('not_found');
    expect((await ask(thief)).json.isApproved).toBe(false);
  });

  test('is used by one of two sign-ins at the same moment, and both are in', async () => {
    const { personId, email, half } = await lost(await server.signUp());
    await ask(half);
    await approve(personId);
    await letTimePass(personId);
    const both = await Promise.all([signIn(email), signIn(email)]);
    expect(both.map(({ needs }) => needs)).toEqual(['nothing', 'nothing']);
    const used = (await told(personId)).filter(({ template }) => template === 'recovery-used');
    expect(used).toHaveLength(1);
  });
});

describe('the operator', () => {
  const operator = (command: 'GET /persons/recoveries' | 'POST /persons/recover', body?: object) =>
    askOperator(server.config.dataDirectory, command, body);
  const waiting = async () => (await operator('GET /persons/recoveries')).json.recoveries;
  const approvals = () =>
    server.countEvents({ action: 'account-recovery.approve', outcome: 'success' });

  test('lets nobody in who did not ask, and is shown nothing but who waits, since when and until when', async () => {
    const { personId, email } = patient;
    const refused = await operator('POST /persons/recover', { personId: randomUUID() });
    expect([refused.status, refused.json.error.code]).toEqual([404, 'not_found']);
    await ask(await server.signIn(email));
    const mine = (await waiting()).find((each: RecoveryRow) => each.personId === personId);
    expect(Object.keys(mine)).toEqual(['personId', 'requestedAt', 'waitsUntil', 'approvedAt']);
  });

  test('lets the last administrator in again, after the waiting time alone, and the log and an e-mail say so', async () => {
    const { personId } = server.admin;
    const email = 'admin@example.test';
    await ask(await server.signIn(email));
    expect((await approve(personId)).code, 'by themselves').toBe('forbidden');
    const before = await approvals();
    const approved = (await operator('POST /persons/recover', { personId })).json;
    expect(approved).toMatchObject({ personId, changed: true });
    const again = (await operator('POST /persons/recover', { personId })).json;
    expect(again).toMatchObject({ changed: false, waitsUntil: approved.waitsUntil });
    expect((await approvals()) - before).toBe(1);
    expect((await told(personId)).at(-1)?.template).toBe('recovery-approved');
    expect(await waiting()).toContainEqual(
      expect.objectContaining({ personId, approvedAt: expect.any(String) }),
    );
    expect((await signIn(email)).needs, 'before its time').toBe('second-factor');
    await letTimePass(personId);
    expect((await signIn(email)).needs).toBe('second-factor-set-up');
    expect(await waiting()).not.toContainEqual(expect.objectContaining({ personId }));
  });
});
