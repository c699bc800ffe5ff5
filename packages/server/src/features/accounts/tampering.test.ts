/** Somebody who can write to the database, and has no key: what they write counts for nothing. */
import { createHash, createPublicKey, randomBytes } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import type { Updateable } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/tx.ts';
import { queries } from '../../db/queries.ts';
import type { Schema } from '../../db/schema.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
let victim: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  victim = await server.signUp();
  await victim.post(`/api/patients/${victim.personId}/imports`, onePatientBundle('Victim'));
});
afterAll(() => server.stop());

const write = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => server.database.db.transaction(work);
const emailOf = async (caller: TestCaller): Promise<string> =>
  String((await caller.get('/api/account')).json.email);

describe('written into the database', () => {
  test('an own session moved to somebody else opens nothing, and neither does a made-up one', async () => {
    const thief = await server.signUp();
    const cookie = /__Host-wardkeep-refresh=[^;]+/.exec(thief.cookie)?.[0] ?? '';
    await write((tx) =>
      queries(tx)
        .updateTable('session')
        .set({ person_id: victim.personId })
        .where('person_id', '=', thief.personId)
        .execute(),
    );
    expect((await server.stranger().post('/api/sessions/refresh', {}, { cookie })).status).toBe(
      401,
    );
    expect((await thief.get(`/api/patients/${victim.personId}/chart`)).status).toBe(401);

    const sessionId = crypto.randomUUID();
    const secret = randomBytes(32).toString('base64url');
    await write(async (tx) => {
      // All but its id is copied from one that lives, device and MAC too.
      const real = await queries(tx)
        .selectFrom('session')
        .selectAll()
        .where('person_id', '=', victim.personId)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow();
      await queries(tx)
        .insertInto('session')
        .values({ ...real, session_id: sessionId })
        .execute();
      for (const chosen of [
        Buffer.from(secret),
        Buffer.from(secret, 'base64url'),
        Buffer.from(`${sessionId}.${secret}`),
      ]) {
        const token_hash = createHash('sha256').update(chosen).digest();
        await queries(tx)
          .insertInto('refresh_token')
          .values({ token_hash, session_id: sessionId, created_at: new Date(), used_at: null })
          .execute();
      }
    });
    const madeUp = `__Host-wardkeep-refresh=${sessionId}.${secret}`;
    expect(
      (await server.stranger().post('/api/sessions/refresh', {}, { cookie: madeUp })).status,
    ).toBe(401);
  });

  test('a proof that was never given, or a newer one, makes a session nobody’s', async () => {
    const thief = await server.signUp();
    const sealed = await readSession(thief);
    for (const forged of [{ methods: 'password+totp' }, { proved_at: new Date() }]) {
      await writeSession(thief, forged);
      expect((await thief.get('/api/account')).status, JSON.stringify(forged)).toBe(401);
      expect((await thief.post('/api/sessions/refresh', {})).status).toBe(401);
      await writeSession(thief, sealed);
      expect((await thief.get('/api/account')).status, 'as it was').toBe(200);
    }
    const { device_id } = await readSession(victim);
    await writeSession(thief, { device_id });
    expect((await thief.get('/api/account')).status, 'on the device of somebody else').toBe(401);
  });

  test('a second factor that is taken from its row makes the account nobody’s: it is asked for, or nothing is', async () => {
    const colleague = await server.join('provider');
    const email = await emailOf(colleague);
    const without = (second_factor: 'none' | 'required') =>
      write((tx) =>
        queries(tx)
          .updateTable('account')
          .set({ second_factor })
          .where('person_id', '=', colleague.personId)
          .execute(),
      );
    await without('none');
    expect((await colleague.get('/api/account')).status).toBe(401);
    const half = server.stranger();
    await half.post('/api/sessions', { email, password: PASSWORD });
    expect((await half.get('/api/account')).status).toBe(401);
    await without('required');
    await write((tx) =>
      queries(tx).deleteFrom('passkey').where('person_id', '=', colleague.personId).execute(),
    );
    const again = await server.signIn(email);
    expect((await again.get('/api/account')).code, 'still asked for').toBe('second_factor_needed');
  });

  test('an own password hash copied to somebody else’s account matches no password', async () => {
    const thief = await server.signUp();
    const hash = await write((tx) =>
      queries(tx)
        .selectFrom('account')
        .select('password_hash')
        .where('person_id', '=', thief.personId)
        .executeTakeFirstOrThrow(),
    );
    const email = await emailOf(victim);
    const { password_hash: before } = await write((tx) =>
      queries(tx)
        .selectFrom('account')
        .select('password_hash')
        .where('person_id', '=', victim.personId)
        .executeTakeFirstOrThrow(),
    );
    await write((tx) =>
      queries(tx)
        .updateTable('account')
        .set(hash)
        .where('person_id', '=', victim.personId)
        .execute(),
    );
    expect(
      (await server.stranger().post('/api/sessions', { email, password: PASSWORD })).code,
    ).toBe('wrong_credentials');
    await write((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ password_hash: before })
        .where('person_id', '=', victim.personId)
        .execute(),
    );
    expect(
      (await server.stranger().post('/api/sessions', { email, password: PASSWORD })).status,
    ).toBe(200);
  });

  test('another role makes the account nobody’s, not an administrator’s', async () => {
    const thief = await server.signUp();
    await write((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ role: 'admin' })
        .where('person_id', '=', thief.personId)
        .execute(),
    );
    expect((await thief.get('/api/accounts')).status).toBe(401);
  });

  test('an invitation that nobody made invites nobody', async () => {
    await invite('admin');
    const token = `${Date.now() + 3_600_000}.${randomBytes(32).toString('base64url')}`;
    const token_hash = createHash('sha256').update(token).digest();
    await write(async (tx) => {
      const real = await queries(tx)
        .selectFrom('one_time_token')
        .selectAll()
        .where('purpose', '=', 'invitation')
        .where('used_at', 'is', null)
        .executeTakeFirstOrThrow();
      const made = { ...real, token_hash };
      await queries(tx).insertInto('one_time_token').values(made).execute();
    });
    expect((await accept(token)).code).toBe('invitation_invalid');
  });

  test('an own invitation invites to no other role, purpose or time, whatever its row says', async () => {
    await write((tx) => queries(tx).deleteFrom('one_time_token').execute());
    await invite('admin');
    const [better] = await tokenRows();
    const token = await invite('client');
    const own = (await tokenRows()).find(
      ({ token_hash }) => !better?.token_hash.equals(token_hash),
    );
    const rewrite = (change: Updateable<Schema['one_time_token']>) =>
      write((tx) =>
        queries(tx)
          .updateTable('one_time_token')
          .set(change)
          .where('token_hash', '=', own?.token_hash ?? Buffer.alloc(0))
          .execute(),
      );
    await rewrite({ sealed: better?.sealed ?? null });
    expect((await accept(token)).status, 'what is sealed belongs to one link').toBe(500);
    await rewrite({ sealed: own?.sealed ?? null, purpose: 'set-up' });
    await write((tx) => queries(tx).updateTable('deployment').set({ set_up_at: null }).execute());
    const setUp = {
      setUpToken: token,
      email: 'intruder@example.test',
      password: PASSWORD,
      displayName: 'X',
    };
    expect((await server.stranger().post('/api/set-up', setUp)).code).toBe('set_up_already_done');
    await write((tx) =>
      queries(tx).updateTable('deployment').set({ set_up_at: new Date() }).execute(),
    );
    const [end = '', secret = ''] = token.split('.');
    const later = `${Number(end) + 86_400_000}.${secret}`;
    await rewrite({ expires_at: new Date(Number(end) + 86_400_000) });
    expect((await accept(later)).code).toBe('invitation_invalid');
    expect((await accept(token)).json.role).toBe('client');
  });

  test('a session lasts no longer because its row says so', async () => {
    const caller = await server.signUp();
    const cookie = /__Host-wardkeep-refresh=[^;]+/.exec(caller.cookie)?.[0] ?? '';
    const later = new Date(Date.now() + 365 * 86_400_000);
    await write((tx) =>
      queries(tx)
        .updateTable('session')
        .set({ expires_at: later })
        .where('person_id', '=', caller.personId)
        .execute(),
    );
    expect((await server.stranger().post('/api/sessions/refresh', {}, { cookie })).status).toBe(
      401,
    );
  });

  test('a link to somebody else’s records opens nothing, though its token was made with the real public key', async () => {
    const { patientId, recordId, shareId } = await shareOf(victim);
    const publicKey = await write((tx) =>
      queries(tx)
        .selectFrom('service_key')
        .select('public_key')
        .where('name', '=', 'share-token')
        .executeTakeFirstOrThrow(),
    );
    const expires = await write((tx) =>
      queries(tx)
        .selectFrom('share')
        .select('expires_at')
        .where('share_id', '=', shareId)
        .executeTakeFirstOrThrow(),
    );
    const forged = await new CompactEncrypt(
      Buffer.from(
        JSON.stringify({
          patient_uuid: patientId,
          record_ids: [patientId, recordId],
          expires_at: expires.expires_at.toISOString(),
          created_at: new Date().toISOString(),
        }),
      ),
    )
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(
        createPublicKey({
          key: publicKey.public_key ?? Buffer.alloc(0),
          format: 'der',
          type: 'spki',
        }),
      );
    const linkId = randomBytes(32);
    await write(async (tx) => {
      const token_hash = createHash('sha256').update(linkId).digest();
      await queries(tx)
        .insertInto('share_owner')
        .values({ token_hash, owner_id: patientId, share_id: shareId })
        .execute();
      await queries(tx)
        .updateTable('share')
        .set({ token: forged })
        .where('share_id', '=', shareId)
        .execute();
    });
    const opened = await server
      .stranger()
      .get('/api/shared', { authorization: `Wardkeep-Share ${linkId.toString('base64url')}` });
    expect([opened.status, opened.code]).toEqual([404, 'share_ended']);
  });

  test('a record put in another patient’s chart opens nowhere', async () => {
    const thief = await server.signUp();
    const { resource_id: id } = await write((tx) =>
      queries(tx)
        .selectFrom('resource_current')
        .select('resource_id')
        .where('owner_id', '=', victim.personId)
        .where('resource_type', '=', 'Observation')
        .executeTakeFirstOrThrow(),
    );
    await write((tx) =>
      queries(tx)
        .updateTable('resource_owner')
        .set({ owner_id: thief.personId })
        .where('resource_id', '=', id)
        .execute(),
    );
    await write((tx) =>
      queries(tx)
        .updateTable('resource_current')
        .set({ owner_id: thief.personId })
        .where('resource_id', '=', id)
        .execute(),
    );
    const read = await thief.get(`/fhir/R4/Observation/${id}`);
    expect(read.status).toBe(500);
    expect(read.text).not.toContain('70.5');
  });
});

/** The newest one that lives. */
function readSession({ personId }: TestCaller) {
  return write((tx) =>
    queries(tx)
      .selectFrom('session')
      .select(['session_id', 'device_id', 'methods', 'proved_at'])
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow(),
  );
}

async function writeSession(
  caller: TestCaller,
  change: Updateable<Schema['session']>,
): Promise<void> {
  const { session_id } = await readSession(caller);
  await write((tx) =>
    queries(tx).updateTable('session').set(change).where('session_id', '=', session_id).execute(),
  );
}

/** @returns the token of the link. */
async function invite(role: 'admin' | 'client'): Promise<string> {
  const email = `intruder${randomBytes(4).toString('hex')}@example.test`;
  const { link } = (await server.admin.post('/api/invitations', { role, email })).json;
  return String(link).split('#')[1] ?? '';
}

function tokenRows() {
  return write((tx) => queries(tx).selectFrom('one_time_token').selectAll().execute());
}

function accept(invitationToken: string) {
  const account = { invitationToken, password: PASSWORD, displayName: 'X' };
  return server.stranger().post('/api/invitations/acceptance', account);
}

async function shareOf(
  caller: TestCaller,
): Promise<{ readonly patientId: string; readonly recordId: string; readonly shareId: string }> {
  const patientId = caller.personId;
  const chart = await caller.get(`/api/patients/${patientId}/chart`);
  const recordId = String(chart.json.series[0].points[0].id);
  const share = await caller.post(`/api/patients/${patientId}/shares`, {
    label: 'x',
    records: [{ type: 'Observation', id: recordId }],
    documents: [],
  });
  return { patientId, recordId, shareId: String(share.json.shareId) };
}
