/** What passwords may be, and that they are what was typed: through HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';

let server: TestServer;
beforeAll(async () => {
  // Whatever hashes them: this kind is ten times as fast. What bcrypt does is in password-bcrypt.test.ts.
  server = await startTestServer();
});
afterAll(() => server.stop());

let people = 0;
const newEmail = (): string => `chooser${++people}@example.test`;

function signUp(password: string, displayName = 'Chooser', email = newEmail()) {
  const body = { email, password, displayName };
  return { email, answer: server.stranger().post('/api/accounts', body) };
}

async function accept(password: string) {
  const email = newEmail();
  const { json } = await server.admin.post('/api/invitations', { role: 'provider', email });
  const invitationToken = String(json.link).split('#')[1] ?? '';
  const body = { invitationToken, password, displayName: 'Chooser' };
  return server.stranger().post('/api/invitations/acceptance', body);
}

const signIn = (email: string, password: string) =>
  server.stranger().post('/api/sessions', { email, password });

/** Without a pattern, so that only their length counts. */
const RANDOM = 'kv7hqz2wmx9tbf4';

describe('yardstick 1: fifteen characters alone, twelve with a second factor', () => {
  test.each([7, 8, 11, 12, 14])(
    '%i are too few for a patient, and how many it takes is said',
    async (length) => {
      const { status, json } = await signUp(RANDOM.slice(0, length)).answer;
      expect(status).toBe(422);
      expect(json.errors[0]).toMatchObject({ path: 'password' });
      expect(json.errors[0].message).toContain(length < 12 ? '12' : '15');
    },
  );

  test('fifteen are enough for a patient; twelve are for staff, who will have a second factor, and eleven are not', async () => {
    expect((await signUp(RANDOM).answer).status).toBe(200);
    expect((await accept(RANDOM.slice(0, 11))).status).toBe(422);
    expect((await accept(RANDOM.slice(0, 12))).status).toBe(200);
  });
});

describe('yardstick 6: what is easy to guess is refused, and why is said', () => {
  test.each([
    ['qwertyuiopasdfghjkl', 'tried first'],
    ['hannelore.weber1961', 'your name'],
    ['zzzzzzzzzzzzzzzzzzzz', 'repeats'],
    ['wardkeep_wardkeep_1', 'this product'],
  ])('%s', async (password, why) => {
    const { answer } = signUp(password, 'Hannelore Weber');
    const { code, json } = await answer;
    expect(code).toBe('password_refused');
    expect(json.errors).toEqual([{ path: 'password', message: expect.stringContaining(why) }]);
    expect(json.detail).not.toContain(password);
  });
});

describe('any password that a person can type', () => {
  const long = `${RANDOM} `.repeat(16);
  test.each([
    ['yardstick 2: no rule of composition', 'kjhsdfkuewrbvlkjzhxc'],
    ['yardstick 3: 64 characters', long.slice(0, 64)],
    ['yardstick 3: 256 characters', long],
    ['yardstick 3: emoji', '😀🙈🚀🌍🎉🔥💧🌱🐙🍕🚲⛵📚🎸🧩'],
    ['yardstick 3: Arabic', 'سر كلمة المرور الطويلة جدا'],
    ['yardstick 3: spaces at both ends', `  ${RANDOM}  `],
  ])('%s: signs in, and one character less does not', async (_title, password) => {
    const { email, answer } = signUp(password);
    expect((await answer).status).toBe(200);
    expect((await signIn(email, password)).status).toBe(200);
    const less = Array.from(password).slice(0, -1).join('');
    expect((await signIn(email, less)).code).toBe('wrong_credentials');
  });

  test('257 characters are refused', async () => {
    expect((await signUp(`${long}x`).answer).status).toBe(422);
  });

  test('yardstick 5: a password set in NFC signs in in NFD, and the other way round', async () => {
    for (const [set, typed] of [
      ['NFC', 'NFD'],
      ['NFD', 'NFC'],
    ] as const) {
      const password = 'Zürich öffnet fünf Türen jäh';
      const { email, answer } = signUp(password.normalize(set));
      expect((await answer).status).toBe(200);
      expect((await signIn(email, password.normalize(typed))).status).toBe(200);
    }
  });
});

test('yardstick 7: a password of long ago signs in: none ever has to be changed', async () => {
  const { email, answer } = signUp(RANDOM);
  const { personId } = (await answer).json.session;
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('account')
      .set({ password_changed_at: new Date(Date.now() - 400 * 86_400_000) })
      .where('person_id', '=', personId)
      .execute(),
  );
  expect((await signIn(email, RANDOM)).status).toBe(200);
});
