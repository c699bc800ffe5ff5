/** Authenticator apps and recovery codes, through HTTP; two servers on one database where that matters. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { queries } from '../../db/queries.ts';
import { startWardkeep, type Wardkeep } from '../../start-wardkeep.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { makeProofsStale } from '../../testing/stale-proofs.ts';
import { TestCaller } from '../../testing/test-caller.ts';
import { connectionString } from '../../testing/test-server.ts';
import { totpCode } from '../../testing/totp-code.ts';

const SETTINGS = {
  ...MAIL_TO_NOWHERE,
  WARDKEEP_SIGN_UP: 'open',
  WARDKEEP_KEY_PROVIDER: 'environment',
  WARDKEEP_ROOT_KEY_FROM: 'env:ROOT_KEY',
  ROOT_KEY: randomBytes(32).toString('base64'),
};

interface Person {
  readonly caller: TestCaller;
  readonly email: string;
  readonly secret: string;
  readonly codes: readonly string[];
}

let server: TestServer;
let person: Person;
/** Without any second factor. */
let plain: TestCaller;
beforeAll(async () => {
  server = await startTestServer({ settings: SETTINGS });
  person = await joinWithApp();
  plain = await server.signUp();
});
afterAll(() => server.stop());

describe('an authenticator app', () => {
  let owner: Person;

  test('is set up by nobody who is not signed in, nor by a proof that is old', async () => {
    const stranger = await server.stranger().post('/api/account/totp', {});
    expect([stranger.status, stranger.code]).toEqual([401, 'not_signed_in']);
    await makeProofsStale(server, plain.personId);
    for (const [where, body] of [
      ['/api/account/totp', {}],
      ['/api/account/totp/confirmation', { code: '123456' }],
    ] as const)
      expect((await plain.post(where, body)).code, where).toBe('step_up_needed');
    await server.proveFreshly(plain);
  });

  test('counts for nothing until a code of it was shown', async () => {
    const unbegun = await plain.post('/api/account/totp/confirmation', { code: '123456' });
    expect(unbegun.code).toBe('code_wrong');
    const { secret } = (await plain.post('/api/account/totp', {})).json;
    const far = await plain.post('/api/account/totp/confirmation', { code: totpCode(secret, 9) });
    expect(far.code).toBe('code_wrong');
    const again = await server.signIn((await plain.get('/api/account')).json.email);
    expect((await again.get('/api/account')).json.session.needs).toBe('nothing');
    expect((await again.get('/api/account/security')).json).toMatchObject({
      hasTotp: false,
      recoveryCodesLeft: 0,
    });
  });

  test('makes ten recovery codes when it is the first factor, and is told to its owner', async () => {
    expect(person.codes).toHaveLength(10);
    expect((await person.caller.get('/api/account/security')).json).toMatchObject({
      hasTotp: true,
      recoveryCodesLeft: 10,
    });
    expect(await noticesTo(person)).toMatchObject([
      { template: 'factor-added', values: { factor: 'totp' } },
    ]);
  });

  test('yardstick 20: a second factor that is added ends every other session, and puts a new one in the place of this', async () => {
    const caller = await server.signUp();
    const { email } = (await caller.get('/api/account')).json;
    const elsewhere = await server.signIn(email);
    const { cookie } = caller;
    await addApp(caller);
    expect((await elsewhere.get('/api/account')).code).toBe('not_signed_in');
    expect((await server.stranger().get('/api/account', { cookie })).status).toBe(401);
    const refreshCookie = /__Host-wardkeep-refresh=[^;]+/.exec(cookie)?.[0] ?? '';
    const refresh = await server
      .stranger()
      .post('/api/sessions/refresh', {}, { cookie: refreshCookie });
    expect([refresh.status, refresh.code]).toEqual([401, 'not_signed_in']);
    expect((await caller.get('/api/account')).json.session.needs).toBe('nothing');
  });

  test('takes the place of the one before once its first code was shown, and not earlier', async () => {
    const { caller, email, secret } = (owner = await joinWithApp());
    const begun = (await caller.post('/api/account/totp', {})).json;
    await forgetUsedSteps(caller.personId);
    const half = await server.signIn(email);
    expect((await prove(half, totpCode(begun.secret))).code).toBe('code_wrong');
    expect((await prove(half, totpCode(secret))).status).toBe(200);
    const shown = { code: totpCode(begun.secret) };
    const confirmed = await caller.begin('/api/account/totp/confirmation', shown);
    expect(confirmed).toMatchObject({ recoveryCodes: null });
    await forgetUsedSteps(caller.personId);
    const next = await server.signIn(email);
    expect((await prove(next, totpCode(secret))).code).toBe('code_wrong');
    expect((await prove(next, totpCode(begun.secret))).status).toBe(200);
  });

  test('that is removed ends the second step, takes the recovery codes with it, and is told', async () => {
    const { caller, email } = owner;
    expect((await caller.delete('/api/account/totp')).json.session.needs).toBe('nothing');
    const again = await server.signIn(email);
    expect((await again.get('/api/account/security')).json).toMatchObject({
      hasTotp: false,
      recoveryCodesLeft: 0,
    });
    expect((await noticesTo(owner)).map(({ template }) => template)).toContain('factor-removed');
    expect((await again.delete('/api/account/totp')).code).toBe('not_found');
  });

  test('stays with staff while it is the last factor', async () => {
    const staff = await server.join('provider');
    const { secret } = (await staff.post('/api/account/totp', {})).json;
    await staff.begin('/api/account/totp/confirmation', { code: totpCode(secret) });
    const [passkey] = (await staff.get('/api/account/security')).json.passkeys;
    const removed = await staff.delete(`/api/account/passkeys/${passkey.passkeyId}`);
    staff.csrfToken = removed.json.session.csrfToken;
    const last = await staff.delete('/api/account/totp');
    expect([last.status, last.code]).toEqual([409, 'factor_limit']);
    expect((await staff.get('/api/account/security')).json.hasTotp).toBe(true);
  });
});

describe('a sign-in to an account with an authenticator app', () => {
  test('opens nothing before the second step, and changes no factor', async () => {
    const half = await server.signIn(person.email);
    expect((await half.get('/api/sessions/current')).json.needs).toBe('second-factor');
    for (const where of [
      '/api/account',
      '/api/account/security',
      `/api/patients/${half.personId}/chart`,
    ])
      expect((await half.get(where)).code, where).toBe('second_factor_needed');
    expect((await half.post('/api/account/totp', {})).code).toBe('second_factor_needed');
    expect((await half.delete('/api/account/totp')).code).toBe('second_factor_needed');
    expect((await half.post('/api/sessions/password', { password: 'x' })).code).toBe(
      'second_factor_needed',
    );
  });

  test('yardstick 14: a TOTP code counts once, of two at the same moment exactly one', async () => {
    await forgetUsedSteps(person.caller.personId);
    const halves = await Promise.all([1, 2].map(() => server.signIn(person.email)));
    const code = totpCode(person.secret);
    const answers = await Promise.all(halves.map((half) => prove(half, code)));
    expect(answers.map(({ status }) => status).toSorted(byNumber)).toEqual([200, 401]);
    const again = await prove(await server.signIn(person.email), code);
    expect([again.status, again.code]).toEqual([401, 'code_wrong']);
  });

  test('yardstick 14: a TOTP code of the step before one that was used counts no more', async () => {
    await forgetUsedSteps(person.caller.personId);
    const before = totpCode(person.secret, -1);
    const half = await server.signIn(person.email);
    expect((await prove(half, totpCode(person.secret))).status).toBe(200);
    expect((await prove(await server.signIn(person.email), before)).code).toBe('code_wrong');
  });

  test('yardstick 14: a TOTP code that one server took, another one refuses', async () => {
    await forgetUsedSteps(person.caller.personId);
    const half = await server.signIn(person.email);
    const sameOnOther = await server.signIn(person.email);
    const other = await startOther();
    try {
      const code = totpCode(person.secret);
      expect((await prove(half, code)).status).toBe(200);
      const replayed = await new TestCaller(other.url).post(
        '/api/sessions/code',
        { code },
        { cookie: sameOnOther.cookie, 'wardkeep-csrf': sameOnOther.csrfToken },
      );
      expect([replayed.status, replayed.code]).toEqual([401, 'code_wrong']);
    } finally {
      await other.stop();
    }
  });

  test('takes no code of another person', async () => {
    const other = await joinWithApp();
    await forgetUsedSteps(other.caller.personId);
    const half = await server.signIn(person.email);
    expect((await prove(half, totpCode(other.secret))).code).toBe('code_wrong');
    expect((await prove(half, other.codes[0] ?? '')).code).toBe('code_wrong');
  });

  test('takes ten wrong codes in 15 minutes, of 30 at once too; then none, not even the right one', async () => {
    const { email, secret, caller, codes } = await joinWithApp();
    await forgetUsedSteps(caller.personId);
    const half = await server.signIn(email);
    const wrong = totpCode(secret, 500);
    const answers = await Promise.all(Array.from({ length: 30 }, () => prove(half, wrong)));
    expect(answers.filter(({ code }) => code === 'code_wrong')).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    const late = await prove(half, totpCode(secret));
    expect([late.status, late.code]).toEqual([429, 'too_many_requests']);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await prove(half, codes[0] ?? '')).status).toBe(429);
    expect((await caller.get('/api/account')).status, 'whoever is signed in stays').toBe(200);
  });
});

describe('a recovery code', () => {
  test('yardstick 14: stands for the second factor once, of two at the same moment exactly one, and is told', async () => {
    const [code = ''] = person.codes;
    const halves = await Promise.all([1, 2].map(() => server.signIn(person.email)));
    const answers = await Promise.all(halves.map((half) => prove(half, code)));
    expect(answers.map(({ status }) => status).toSorted(byNumber)).toEqual([200, 401]);
    expect((await prove(await server.signIn(person.email), code)).code).toBe('code_wrong');
    expect(await noticesTo(person)).toContainEqual(
      expect.objectContaining({ template: 'recovery-code-used', values: { left: '9' } }),
    );
  });

  test('may be typed in any case, without its dashes', async () => {
    const half = await server.signIn(person.email);
    const typed = (person.codes[1] ?? '').toLowerCase().replaceAll('-', ' ');
    expect((await prove(half, typed)).json.needs).toBe('nothing');
  });

  test('opens nothing once new ones were made, which ends every other session and is told', async () => {
    const { caller, codes, email } = person;
    const half = await server.signIn(email);
    const made = (await caller.post('/api/account/recovery-codes', {})).json.recoveryCodes;
    expect(new Set([...made, ...codes]).size).toBe(20);
    expect((await half.get('/api/sessions/current')).status).toBe(401);
    const next = await server.signIn(email);
    expect((await prove(next, codes[2] ?? '')).code).toBe('code_wrong');
    expect((await prove(next, made[2])).status).toBe(200);
    expect((await noticesTo(person)).map(({ template }) => template)).toContain(
      'recovery-codes-made',
    );
  });

  test('is made only for an account with a factor', async () => {
    expect((await plain.post('/api/account/recovery-codes', {})).code).toBe('factor_limit');
  });
});

describe('the password again', () => {
  test('is no proof where there is a second factor', async () => {
    const answer = await person.caller.post('/api/sessions/password', {
      password: 'correct horse battery staple',
    });
    expect([answer.status, answer.code]).toEqual([403, 'forbidden']);
  });

  test('yardstick 20: opens what is sensitive for an account without one, in a new session', async () => {
    await makeProofsStale(server, plain.personId);
    const { cookie } = plain;
    const wrong = await plain.post('/api/sessions/password', { password: 'wrong' });
    expect([wrong.status, wrong.code]).toEqual([401, 'wrong_credentials']);
    expect((await plain.post('/api/account/totp', {})).code).toBe('step_up_needed');
    await server.proveFreshly(plain);
    expect((await plain.post('/api/account/totp', {})).status).toBe(200);
    expect((await server.stranger().get('/api/account', { cookie })).status).toBe(401);
  });
});

describe('whoever writes to the database', () => {
  let victim: Person;
  let attacker: Person;
  let half: TestCaller;
  beforeAll(async () => {
    [victim, attacker] = [await joinWithApp(), await joinWithApp()];
    half = await server.signIn(victim.email);
  });

  test('gets nobody past the second step by deleting what it asks for', async () => {
    const theirs = victim.caller.personId;
    await rows((db) => db.deleteFrom('totp').where('person_id', '=', theirs));
    await rows((db) => db.deleteFrom('recovery_code').where('person_id', '=', theirs));
    expect((await half.get('/api/account')).code).toBe('second_factor_needed');
    expect((await prove(half, totpCode(victim.secret))).code).toBe('code_wrong');
    expect((await prove(half, victim.codes[0] ?? '')).code).toBe('code_wrong');
  });

  test('opens no account with the app or the recovery codes of another one', async () => {
    const theirs = victim.caller.personId;
    for (const table of ['totp', 'recovery_code'] as const)
      await rows((db) =>
        db
          .updateTable(table)
          .set({ person_id: theirs })
          .where('person_id', '=', attacker.caller.personId),
      );
    await forgetUsedSteps(theirs);
    expect((await prove(half, totpCode(attacker.secret))).status).not.toBe(200);
    expect((await prove(half, attacker.codes[0] ?? '')).code).toBe('code_wrong');
    expect((await half.get('/api/account')).code).toBe('second_factor_needed');
  });

  test('makes nobody’s account of one that is said to have no second factor', async () => {
    const { email, caller } = attacker;
    await rows((db) =>
      db
        .updateTable('account')
        .set({ second_factor: 'none' })
        .where('person_id', '=', caller.personId),
    );
    expect((await caller.get('/api/account')).status).toBe(401);
    await expect(server.signIn(email)).rejects.toThrow('401');
  });
});

const byNumber = (one: number, two: number): number => one - two;

async function joinWithApp(): Promise<Person> {
  const caller = await server.signUp();
  const { email } = (await caller.get('/api/account')).json;
  return { caller, email, ...(await addApp(caller)) };
}

async function addApp(caller: TestCaller) {
  const { secret } = (await caller.post('/api/account/totp', {})).json;
  const reply = await caller.begin('/api/account/totp/confirmation', { code: totpCode(secret) });
  const { recoveryCodes } = reply as { recoveryCodes: string[] }; // FactorChanged of the contract
  return { secret: String(secret), codes: recoveryCodes };
}

async function prove(caller: TestCaller, code: string) {
  return caller.post('/api/sessions/code', { code });
}

async function noticesTo({ caller }: Person) {
  const queued = await openOutbox(server);
  return queued.filter(
    ({ personId, template }) => personId === caller.personId && template !== 'new-device',
  );
}

/** So that one test need not wait half a minute for what another one used. */
async function forgetUsedSteps(personId: string): Promise<void> {
  await rows((db) =>
    db.updateTable('totp').set({ last_step: 0 }).where('person_id', '=', personId),
  );
}

async function rows(
  statement: (db: ReturnType<typeof queries>) => { execute(): Promise<unknown> },
): Promise<void> {
  await server.database.db.transaction((tx) => statement(queries(tx)).execute());
}

function startOther(): Promise<Wardkeep> {
  const config = readConfig({
    ...SETTINGS,
    WARDKEEP_PORT: '0',
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(server.directory.path, 'other'),
    WARDKEEP_KEY_STORE: server.config.keyStoreDirectory,
    XDG_CONFIG_HOME: path.join(server.directory.path, 'other-config'),
    DATABASE_URL: connectionString(server.database.settings),
  });
  return startWardkeep(config, pino({ level: 'silent' }));
}
