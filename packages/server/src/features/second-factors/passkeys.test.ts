/** Passkeys through HTTP, by an authenticator in software. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { queries } from '../../db/queries.ts';
import {
  softwareAuthenticator,
  startTestServer,
  type Misbehaviour,
  type SoftwareAuthenticator,
  type TestServer,
} from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import type { Answer, TestCaller } from '../../testing/test-caller.ts';

let server: TestServer;
let owner: TestCaller;
let email: string;
let passkey: SoftwareAuthenticator;
let other: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
  [owner, other] = [await server.signUp(), await server.signUp()];
  email = (await owner.get('/api/account')).json.email;
  passkey = await server.addPasskey(owner);
});
afterAll(() => server.stop());

describe('a passkey is added', () => {
  test('by nobody who is not signed in, nor by a proof that is old', async () => {
    for (const where of ['/api/account/passkeys/options', '/api/account/passkeys'])
      expect((await server.stranger().post(where, {})).code, where).toBe('not_signed_in');
    const caller = await server.signIn((await other.get('/api/account')).json.email);
    await makeProofsStale(server, caller.personId);
    expect((await caller.post('/api/account/passkeys/options', {})).code).toBe('step_up_needed');
    await other.begin('/api/sessions/password', { password: 'correct horse battery staple' });
  });

  test('discoverable, with its user verified, without attestation, for a handle that says nothing', async () => {
    const options = (await owner.post('/api/account/passkeys/options', {})).json;
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Wardkeep' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      pubKeyCredParams: [{ alg: -8 }, { alg: -7 }, { alg: -257 }],
      user: { id: Buffer.from(owner.personId.replaceAll('-', ''), 'hex').toString('base64url') },
    });
    expect(Buffer.from(options.challenge, 'base64url').length).toBeGreaterThanOrEqual(32);
    expect(options.excludeCredentials).toHaveLength(1);
  });

  test.each<[string, Misbehaviour]>([
    ['another site’s name', { rpId: 'wardkeep.example' }],
    ['another origin', { origin: 'http://localhost:1' }],
    ['no user verification', { userVerified: false }],
    ['a frame inside another site', { crossOrigin: true }],
    ['a challenge that was never made', { challenge: randomBytes(40).toString('base64url') }],
  ])('yardstick 15: not with %s', async (_what, misbehaviour) => {
    const refused = await add(other, authenticator(), misbehaviour);
    expect([refused.status, refused.code]).toEqual([422, 'validation_failed']);
    expect((await other.get('/api/account/security')).json.passkeys).toEqual([]);
  });

  test('yardstick 15: not with another person’s challenge, nor with one for signing in', async () => {
    const theirs = (await owner.post('/api/account/passkeys/options', {})).json;
    const toProve = (await other.post('/api/sessions/passkey/options', {})).json;
    for (const { challenge } of [theirs, toProve])
      expect((await add(other, authenticator(), { challenge })).code).toBe('validation_failed');
  });

  test('not twice with one challenge', async () => {
    const options = (await owner.post('/api/account/passkeys/options', {})).json;
    const response = authenticator().createCredential(options);
    const answers = await Promise.all([1, 2].map(() => register(owner, response)));
    // Whichever comes second finds the challenge spent, or its session replaced.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    owner.csrfToken = answers.find(({ status }) => status === 200)?.json.session.csrfToken;
  });

  test('yardstick 15: not under the id of one that another person has', async () => {
    const options = (await owner.post('/api/sessions/passkey/options', {})).json;
    const { id } = passkey.getAssertion(options);
    const refused = await add(other, authenticator(), { credentialId: id });
    expect(refused.code).toBe('validation_failed');
  });

  test('not of rubbish, and rubbish breaks nothing', async () => {
    const rubbish = [
      {},
      { clientDataJSON: 1, attestationObject: [] },
      { clientDataJSON: 'bm90IGpzb24', attestationObject: 'AAAA' },
      { clientDataJSON: Buffer.from('null').toString('base64url'), attestationObject: 'oA' },
    ];
    for (const response of rubbish) {
      const sent = { id: 'AA', rawId: 'AA', type: 'public-key', response };
      expect((await register(other, sent)).code).toBe('validation_failed');
      const proof = await server.stranger().post('/api/sessions/passkey', { response: sent });
      expect([proof.status, proof.code]).toEqual([401, 'wrong_credentials']);
    }
  });

  test('at most twenty times', async () => {
    const rows = Array.from({ length: 20 }, () => ({
      passkey_id: randomUUID(),
      person_id: other.personId,
      credential_id: randomBytes(32),
      public_key: Buffer.alloc(0),
      sign_count: 0,
      sealed: Buffer.alloc(0) as never, // never opened: it is only counted
      mac: Buffer.alloc(16),
      created_at: new Date(),
      last_used_at: null,
    }));
    await inDatabase((db) => db.insertInto('passkey').values(rows));
    const refused = await other.post('/api/account/passkeys/options', {});
    expect([refused.status, refused.code]).toEqual([409, 'factor_limit']);
    expect(refused.json.detail).toContain('20');
    await inDatabase((db) => db.deleteFrom('passkey').where('person_id', '=', other.personId));
  });
});

describe('a passkey', () => {
  test('is a whole sign-in by itself', async () => {
    const caller = server.stranger();
    const answer = await show(caller, passkey);
    expect(answer.json).toMatchObject({ personId: owner.personId, needs: 'nothing' });
    const [session] = (await caller.get('/api/account/security')).json.sessions;
    expect(session.methods).toEqual(['passkey']);
  });

  test('yardstick 20: is the second step of a sign-in, whose half session is dead from then on', async () => {
    const half = await server.signIn(email);
    const { cookie } = half;
    expect((await half.get('/api/account')).code).toBe('second_factor_needed');
    await show(half, passkey);
    expect((await half.get('/api/account')).json.session.needs).toBe('nothing');
    expect((await server.stranger().get('/api/account', { cookie })).status).toBe(401);
  });

  test('yardstick 20: is a step-up, after which the session before is dead', async () => {
    const caller = server.stranger();
    await show(caller, passkey);
    await makeProofsStale(server, owner.personId);
    expect((await caller.post('/api/account/totp', {})).code).toBe('step_up_needed');
    const { cookie } = caller;
    await show(caller, passkey);
    expect((await caller.post('/api/account/totp', {})).status).toBe(200);
    expect((await server.stranger().get('/api/account', { cookie })).status).toBe(401);
  });

  test('of somebody else starts their own session, and leaves this one alone', async () => {
    const { cookie, csrfToken } = other;
    const mixed = server.stranger();
    const options = (await mixed.post('/api/sessions/passkey/options', {})).json;
    const answer = await mixed.post(
      '/api/sessions/passkey',
      { response: passkey.getAssertion(options) },
      { cookie, 'wardkeep-csrf': csrfToken },
    );
    expect(answer.json.personId).toBe(owner.personId);
    expect((await other.get('/api/account')).status).toBe(200);
    const [session] = (await mixed.get('/api/account/security')).json.sessions;
    expect(session.methods).toEqual(['passkey']);
  });

  test.each<[string, Misbehaviour]>([
    ['another site’s name', { rpId: 'wardkeep.example' }],
    ['another origin', { origin: 'https://localhost' }],
    ['no user verification', { userVerified: false }],
    ['a frame inside another site', { crossOrigin: true }],
    ['a counter that stands still', { signCount: 1 }],
    ['a counter that was never kept', { signCount: 0 }],
    ['a challenge that was never made', { challenge: randomBytes(40).toString('base64url') }],
  ])('yardstick 15: proves nothing with %s', async (_what, misbehaviour) => {
    const refused = await show(server.stranger(), passkey, misbehaviour);
    expect([refused.status, refused.code]).toEqual([401, 'wrong_credentials']);
  });

  test('yardstick 15: proves nothing with a challenge that was answered, of two answers at once one', async () => {
    const options = (await owner.post('/api/sessions/passkey/options', {})).json;
    const response = passkey.getAssertion(options);
    const answers = await Promise.all(
      [1, 2].map(() => server.stranger().post('/api/sessions/passkey', { response })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'wrong_credentials')).toHaveLength(1);
    const signedAnew = passkey.getAssertion(options);
    const again = await server.stranger().post('/api/sessions/passkey', { response: signedAnew });
    expect(again.code).toBe('wrong_credentials');
  });

  test('yardstick 15: proves nothing with a challenge that is older than five minutes, or was made to look younger', async () => {
    const answerAfter = async (laterMs: number, options: { readonly challenge: string }) => {
      const response = passkey.getAssertion(options);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + laterMs });
      const answer = await server.stranger().post('/api/sessions/passkey', { response });
      vi.useRealTimers();
      return answer.status;
    };
    const fresh = async () => (await owner.post('/api/sessions/passkey/options', {})).json;
    expect(await answerAfter(290_000, await fresh())).toBe(200);
    expect(await answerAfter(301_000, await fresh())).toBe(401);
    const challenge = Buffer.from((await fresh()).challenge, 'base64url');
    challenge.writeBigUInt64BE(challenge.readBigUInt64BE() + 60_000n);
    expect(await answerAfter(301_000, { challenge: challenge.toString('base64url') })).toBe(401);
  });

  test('yardstick 15: proves nothing for another person, and nothing when it was never added', async () => {
    const unknown = authenticator();
    unknown.createCredential({ challenge: '', user: { id: 'AAAA' } });
    const refused = await show(server.stranger(), unknown);
    expect([refused.status, refused.code]).toEqual([401, 'wrong_credentials']);
    const options = (await owner.post('/api/sessions/passkey/options', {})).json;
    const response = passkey.getAssertion(options);
    const userHandle = Buffer.from(other.personId.replaceAll('-', ''), 'hex').toString('base64url');
    const moved = { ...response, response: { ...response.response, userHandle } };
    const answer = await server.stranger().post('/api/sessions/passkey', { response: moved });
    expect(answer.code).toBe('wrong_credentials');
  });

  test('whose row somebody gave to another person signs nobody in', async () => {
    const setOwner = (personId: string) =>
      inDatabase((db) =>
        db
          .updateTable('passkey')
          .set({ person_id: personId })
          .where('person_id', 'in', [owner.personId, other.personId]),
      );
    await setOwner(other.personId);
    const options = (await owner.post('/api/sessions/passkey/options', {})).json;
    const response = passkey.getAssertion(options);
    const withoutHandle = { ...response.response, userHandle: undefined };
    const answer = await server
      .stranger()
      .post('/api/sessions/passkey', { response: { ...response, response: withoutHandle } });
    expect(answer.code).toBe('wrong_credentials');
    await setOwner(owner.personId);
    expect((await show(server.stranger(), passkey)).status).toBe(200);
  });

  test('of an account that is suspended gets the answer of one that nobody has', async () => {
    const unknown = authenticator();
    unknown.createCredential({ challenge: '', user: { id: 'AAAA' } });
    await setState('suspended');
    const suspended = await show(server.stranger(), passkey);
    const nobodys = await show(server.stranger(), unknown);
    expect(told(suspended)).toEqual(told(nobodys));
    expect(suspended.status).toBe(401);
    await setState('active');
    expect((await show(server.stranger(), passkey)).status).toBe(200);
  });

  test('is named and removed by its owner alone', async () => {
    const caller = server.stranger();
    caller.csrfToken = (await show(caller, passkey)).json.csrfToken;
    const [listed] = (await caller.get('/api/account/security')).json.passkeys;
    const where = `/api/account/passkeys/${listed.passkeyId}`;
    const rename = (who: TestCaller) =>
      who.send('PUT', `${where}/name`, {
        body: JSON.stringify({ name: 'Office key' }),
        headers: { 'content-type': 'application/json' },
      });
    expect((await rename(other)).code).toBe('not_found');
    expect((await other.delete(where)).code).toBe('not_found');
    expect((await rename(caller)).status).toBe(204);
    const [renamed] = (await caller.get('/api/account/security')).json.passkeys;
    expect(renamed).toMatchObject({ name: 'Office key', isBackedUp: true });
  });

  test('that is removed opens nothing, and ends every other session; with the last one the second step goes, for a patient', async () => {
    const elsewhere = server.stranger();
    await show(elsewhere, passkey);
    const caller = server.stranger();
    await show(caller, passkey);
    for (const { passkeyId } of (await caller.get('/api/account/security')).json.passkeys) {
      const removed = await caller.delete(`/api/account/passkeys/${passkeyId}`);
      caller.csrfToken = removed.json.session.csrfToken;
    }
    expect((await show(server.stranger(), passkey)).code).toBe('wrong_credentials');
    expect((await elsewhere.get('/api/account')).code).toBe('not_signed_in');
    const signedIn = await server.signIn(email);
    expect((await signedIn.get('/api/account/security')).json).toMatchObject({
      passkeys: [],
      recoveryCodesLeft: 0,
    });
    const told = (await openOutbox(server)).filter(({ personId }) => personId === owner.personId);
    for (const template of ['factor-added', 'factor-removed'])
      expect(told).toContainEqual(
        expect.objectContaining({ template, values: { factor: 'passkey' } }),
      );
  });

  test('stays with staff while it is the last factor', async () => {
    const [last] = (await server.admin.get('/api/account/security')).json.passkeys;
    const refused = await server.admin.delete(`/api/account/passkeys/${last.passkeyId}`);
    expect([refused.status, refused.code]).toEqual([409, 'factor_limit']);
  });
});

function authenticator(): SoftwareAuthenticator {
  const origin = server.url.replace('//127.0.0.1', '//localhost');
  return softwareAuthenticator({ origin, rpId: 'localhost' });
}

async function add(
  caller: TestCaller,
  by: SoftwareAuthenticator,
  misbehaviour: Misbehaviour,
): Promise<Answer> {
  const options = (await caller.post('/api/account/passkeys/options', {})).json;
  return register(caller, by.createCredential(options, misbehaviour));
}

function register(caller: TestCaller, response: unknown): Promise<Answer> {
  return caller.post('/api/account/passkeys', { name: 'Key', response });
}

async function show(
  caller: TestCaller,
  by: SoftwareAuthenticator,
  misbehaviour: Misbehaviour = {},
): Promise<Answer> {
  const options = (await caller.post('/api/sessions/passkey/options', {})).json;
  const response = by.getAssertion(options, misbehaviour);
  const answer = await caller.post('/api/sessions/passkey', { response });
  if (answer.status === 200) caller.csrfToken = answer.json.csrfToken;
  return answer;
}

function told({ status, json }: Answer): unknown {
  return { status, ...json, requestId: '' };
}

async function setState(state: 'active' | 'suspended'): Promise<void> {
  const { gate } = server.wardkeep.state;
  const { personId } = owner;
  const account = { personId, role: 'patient', state, secondFactor: 'required' } as const;
  const mac = gate?.hashes.account(account) ?? Buffer.alloc(0);
  await inDatabase((db) =>
    db.updateTable('account').set({ state, mac }).where('person_id', '=', personId),
  );
}

async function inDatabase(
  statement: (db: ReturnType<typeof queries>) => { execute(): Promise<unknown> },
): Promise<void> {
  await server.database.db.transaction((tx) => statement(queries(tx)).execute());
}
