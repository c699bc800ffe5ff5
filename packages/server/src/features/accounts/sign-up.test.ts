import { randomInt } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../config/read-config.ts';
import { queries } from '../../db/queries.ts';
import { startWardkeep } from '../../start-wardkeep.ts';
import { MAIL_TO_NOWHERE, openOutbox, tokenIn } from '../../testing/opened-outbox.ts';
import {
  createTestDatabase,
  startTestServer,
  temporaryDirectory,
  type TestServer,
} from '../../testing/index.ts';
import { connectionString } from '../../testing/test-server.ts';
import { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: MAIL_TO_NOWHERE });
});
afterAll(() => server.stop());

const form = (email: string, password = PASSWORD) => ({ email, password, displayName: 'New' });
const signUp = (email: string, password = PASSWORD) =>
  server.stranger().post('/api/accounts', form(email, password));
const complete = (token: string, password = PASSWORD) =>
  server.stranger().post('/api/accounts/confirmation', { token, password });
const mailTo = async (address: string) =>
  (await openOutbox(server)).filter((mail) => mail.address === address);
const signIn = (email: string, password = PASSWORD) =>
  server.stranger().post('/api/sessions', { email, password });

describe('where addresses are confirmed, a sign-up', () => {
  test('is refused without an account’s form, and makes no account until its e-mail is opened', async () => {
    const before = await counted();
    expect((await signUp('no address')).code).toBe('validation_failed');
    expect((await signUp('first@example.test')).json).toEqual({ session: null });
    expect((await signIn('first@example.test')).code).toBe('wrong_credentials');

    const [mail] = await mailTo('first@example.test');
    expect(mail?.template).toBe('confirm-sign-up');
    expect(mail?.values['link']).toContain(`${server.url}/confirm#`);
    const done = await complete(tokenIn(mail));
    expect([done.status, done.json.role, done.json.needs]).toEqual([200, 'patient', 'nothing']);
    expect((await complete(tokenIn(mail))).code).toBe('link_invalid');
    expect((await signIn('first@example.test')).status).toBe(200);
    expect((await counted()).tokens, 'who they are stays under their own key alone').toBe(
      before.tokens,
    );
  });

  test('is completed by nobody who has the mailbox but not the password that was chosen', async () => {
    await signUp('meant@example.test', 'chosen by somebody else 47');
    const [mail] = await mailTo('meant@example.test');
    expect((await complete(tokenIn(mail))).code).toBe('wrong_credentials');
    expect((await signIn('meant@example.test')).code).toBe('wrong_credentials');
    expect((await complete(tokenIn(mail), 'chosen by somebody else 47')).status).toBe(200);
  });

  test('answers the same for an address that has an account, does the same, and tells its owner', async () => {
    const before = await counted();
    const known = await signUp('ADMIN@example.test');
    const unknown = await signUp('nobody.yet@example.test');
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect(names(known.headers)).toEqual(names(unknown.headers));
    const after = await counted();
    expect([after.tokens - before.tokens, after.mails - before.mails]).toEqual([2, 2]);
    const [told] = await mailTo('ADMIN@example.test');
    expect([told?.template, told?.values]).toEqual([
      'already-registered',
      { link: `${server.url}/sign-in` },
    ]);
  });

  test('whose address was taken meanwhile is a link that opens nothing', async () => {
    await signUp('twice@example.test');
    await signUp('Twice@Example.Test', 'another one of the same 47');
    const [first] = await mailTo('twice@example.test');
    const [second] = await mailTo('Twice@Example.Test');
    expect((await complete(tokenIn(first))).status).toBe(200);
    expect((await complete(tokenIn(second), 'another one of the same 47')).code).toBe(
      'link_invalid',
    );
  });

  test('is over after 24 hours, and its row forgotten', async () => {
    await signUp('late@example.test');
    const [mail] = await mailTo('late@example.test');
    const [end = '', secret = ''] = tokenIn(mail).split('.');
    expect(Number(end) - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
    expect((await complete(`${Number(end) + 3_600_000}.${secret}`)).code).toBe('link_invalid');
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('one_time_token')
        .set({ expires_at: new Date(Date.now() - 1) })
        .execute(),
    );
    await signUp('later@example.test');
    expect((await counted()).tokens).toBe(1);
    expect((await complete(tokenIn(mail))).code).toBe('link_invalid');
  });
});

describe('an invitation', () => {
  const invite = (email: string, role = 'provider') =>
    server.admin.post('/api/invitations', { role, email });
  const accept = (link: string, more: object = {}) =>
    server.stranger().post('/api/invitations/acceptance', {
      invitationToken: link.split('#')[1],
      password: PASSWORD,
      displayName: 'Colleague',
      ...more,
    });

  test('is made by administrators only, and never for an address that has an account', async () => {
    expect((await server.stranger().post('/api/invitations', {})).status).toBe(401);
    const taken = await invite('Admin@Example.test');
    expect([taken.status, taken.code, taken.json.errors[0].path]).toEqual([
      409,
      'email_unavailable',
      'email',
    ]);
  });

  test('is for its address and role alone, works once, and its last hour is its last', async () => {
    const { link, isSent, role } = (await invite('colleague@example.test')).json;
    expect([isSent, role]).toEqual([true, 'provider']);
    const [mail] = await mailTo('colleague@example.test');
    expect([mail?.template, mail?.values]).toEqual(['invitation', { link, role: 'provider' }]);
    expect((await accept(link, { email: 'x@example.test' })).code).toBe('validation_failed');
    expect((await accept(link, { role: 'admin' })).code).toBe('validation_failed');

    const again = (await invite('colleague@example.test', 'admin')).json.link;
    const joined = await accept(link);
    expect([joined.status, joined.json.role, joined.json.needs]).toEqual([
      200,
      'provider',
      'second-factor-set-up',
    ]);
    expect((await accept(link)).code).toBe('invitation_invalid');
    expect((await accept(again)).code, 'the address has an account now').toBe('email_unavailable');
    expect((await signIn('colleague@example.test')).json.role).toBe('provider');
  });
});

test('an invitation by an administrator who was suspended since opens nothing', async () => {
  const taken = await server.join('admin');
  const form = { role: 'admin', email: 'next@example.test' };
  const { link } = (await taken.post('/api/invitations', form)).json;
  await server.proveFreshly(server.admin);
  await server.admin.post(`/api/accounts/${taken.personId}/suspension`, {});
  const joined = await server.stranger().post('/api/invitations/acceptance', {
    invitationToken: String(link).split('#')[1],
    password: PASSWORD,
    displayName: 'Next',
  });
  expect(joined.code).toBe('invitation_invalid');
});

describe('an account', () => {
  test('yardstick 12: a fresh installation has no account and none that can be guessed, until its one link was used once; nobody signs up by themselves where people are invited', async () => {
    const fresh = await freshServer();
    try {
      const stranger = new TestCaller(fresh.url);
      expect(await fresh.accounts()).toBe(0);
      for (const [email, password] of [
        ['admin@example.test', 'admin'],
        ['admin', 'wardkeep'],
        ['root', ''],
      ])
        expect((await stranger.post('/api/sessions', { email, password })).code).toBe(
          'wrong_credentials',
        );
      expect((await stranger.post('/api/accounts', form('early@example.test'))).code).toBe(
        'set_up_needed',
      );
      const setUp = { ...form('first@example.test'), setUpToken: fresh.token };
      expect((await stranger.post('/api/set-up', setUp)).status).toBe(200);
      const again = await new TestCaller(fresh.url).post('/api/set-up', setUp);
      expect(again.code).toBe('set_up_already_done');
      const late = await new TestCaller(fresh.url).post('/api/accounts', form('me@example.test'));
      expect([late.status, late.code], 'where people are invited').toEqual([403, 'sign_up_closed']);
      expect(await fresh.accounts()).toBe(1);
    } finally {
      await fresh.stop();
    }
  });

  test('yardstick 19: case and Unicode variants of an address are one account', async () => {
    const email = 'Ångström.Ⅷ@example.test';
    const variants = [email, email.normalize('NFD'), 'ÅNGSTRÖM.VIII@EXAMPLE.TEST', ` ${email} `];
    const index = server.wardkeep.state.gate?.hashes;
    const indexes = new Set(variants.map((each) => index?.email(each).toString('hex')));
    expect(indexes.size).toBe(1);
    await signUp('Case.Variant@example.test');
    await complete(tokenIn((await mailTo('Case.Variant@example.test'))[0]));
    await signUp('case.variant@EXAMPLE.test');
    expect((await mailTo('case.variant@EXAMPLE.test'))[0]?.template).toBe('already-registered');
    expect((await signIn('CASE.VARIANT@example.test')).status).toBe(200);
  });
});

async function counted(): Promise<{ readonly tokens: number; readonly mails: number }> {
  const tokens = await server.database.db.transaction((tx) =>
    queries(tx).selectFrom('one_time_token').select('token_hash').execute(),
  );
  return { tokens: tokens.length, mails: (await openOutbox(server)).length };
}

function names(headers: Headers): readonly string[] {
  return [...headers.keys()].toSorted();
}

/** As after its very first start, with nobody there. */
async function freshServer() {
  const database = await createTestDatabase();
  const directory = await temporaryDirectory();
  const config = readConfig({
    WARDKEEP_PORT: String(1024 + randomInt(60_000)),
    WARDKEEP_DATA_DIR: `${directory.path}/data`,
    XDG_CONFIG_HOME: `${directory.path}/config`,
    DATABASE_URL: connectionString(database.settings),
    WARDKEEP_SIGN_UP: 'invited',
  });
  const wardkeep = await startWardkeep(config, pino({ level: 'silent' }));
  return {
    url: wardkeep.url,
    token: wardkeep.setUpLink?.split('#')[1] ?? '',
    accounts: () =>
      database.db.transaction(async (tx) => {
        const rows = await queries(tx).selectFrom('account').select('person_id').execute();
        return rows.length;
      }),
    stop: async () => {
      await wardkeep.stop();
      await database.drop();
      await directory.remove();
    },
  };
}
