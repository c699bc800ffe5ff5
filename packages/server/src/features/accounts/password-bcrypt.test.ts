/** What bcrypt would do to passwords if it got them as they are: it reads 72 bytes, and C ends at NUL. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { startPasswordHashing } from './password-hashing.ts';
import { readHash } from './password-parameters.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { WARDKEEP_PASSWORD_HASH: 'bcrypt' } });
});
afterAll(() => server.stop());

let people = 0;
/** The address of somebody new with this password. */
async function signUp(password: string): Promise<string> {
  const email = `bcrypt${++people}@example.test`;
  const answer = await server
    .stranger()
    .post('/api/accounts', { email, password, displayName: 'Somebody Generated' });
  expect(answer.status).toBe(200);
  return email;
}

const statusOf = async (email: string, password: string): Promise<number> =>
  (await server.stranger().post('/api/sessions', { email, password })).status;

test('yardstick 4: two passwords of 100 bytes that agree to byte 72 are two passwords', async () => {
  const same = 'kv7hqz2wmx9tbf4 '.repeat(5).slice(0, 72);
  const email = await signUp(`${same}${'a1'.repeat(14)}`);
  expect(await statusOf(email, `${same}${'b2'.repeat(14)}`)).toBe(401);
  expect(await statusOf(email, `${same}${'a1'.repeat(14)}`)).toBe(200);
});

test('yardstick 4: what comes after a NUL byte counts', async () => {
  const email = await signUp('kv7hqz2wmx9tbf4\u0000one');
  expect(await statusOf(email, 'kv7hqz2wmx9tbf4\u0000two')).toBe(401);
  expect(await statusOf(email, 'kv7hqz2wmx9tbf4\u0000one')).toBe(200);
});

test('yardstick 8: every stored hash says that it was made with cost 12 or more', async () => {
  const rows = await server.database.db.transaction((tx) =>
    queries(tx).selectFrom('account').select('password_hash').execute(),
  );
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const { password_hash } of rows) {
    const made = readHash(password_hash);
    expect(made?.kind === 'bcrypt' && made.cost).toBeGreaterThanOrEqual(12);
  }
});

test('a hash of other settings is replaced at the next right sign-in, once, and the password stays', async () => {
  const { personId } = await server.signUp();
  const [email, password] = ['person1@example.test', 'correct horse battery staple'];
  const { gate } = server.wardkeep.state;
  if (gate === undefined) throw new Error('the gate is closed');
  const others = startPasswordHashing({ kind: 'argon2id', bcryptCost: 12 });
  const old = await others.hash(gate.hashes, { personId, password });
  await others.close();
  await server.database.db.transaction((tx) =>
    queries(tx)
      .updateTable('account')
      .set({ password_hash: old })
      .where('person_id', '=', personId)
      .execute(),
  );
  expect(await statusOf(email, 'wrong horse battery staple')).toBe(401);
  expect(await storedHash(personId)).toBe(old);
  expect(await statusOf(email, password)).toBe(200);
  const replaced = await storedHash(personId);
  expect(readHash(replaced)).toEqual({ kind: 'bcrypt', cost: 12 });
  expect(await statusOf(email, password)).toBe(200);
  expect(await storedHash(personId)).toBe(replaced);
});

function storedHash(personId: string): Promise<string> {
  return server.database.db.transaction(async (tx) => {
    const account = queries(tx).selectFrom('account').select('password_hash');
    const row = await account.where('person_id', '=', personId).executeTakeFirstOrThrow();
    return row.password_hash;
  });
}
