import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { randomUUID } from 'node:crypto';
import type { Endpoint } from '@wardkeep/contract';
import * as contract from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import { ACCESS } from '../../gate/index.ts';
import { enforceRestrictions, resumePerson } from '../../operations/erasure/index.ts';
import { MAIL_TO_NOWHERE, openOutbox } from '../../testing/opened-outbox.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const PASSWORD = 'correct horse battery staple';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ settings: { ...MAIL_TO_NOWHERE, WARDKEEP_SIGN_UP: 'open' } });
});
afterAll(() => server.stop());

const suspend = (by: TestCaller, personId: string) =>
  by.post(`/api/accounts/${personId}/suspension`, {});
const resume = (by: TestCaller, personId: string) =>
  by.delete(`/api/accounts/${personId}/suspension`);
const deactivate = (by: TestCaller) => by.post('/api/account/deactivation', {});
const signIn = (email: string) =>
  server.stranger().post('/api/sessions', { email, password: PASSWORD });
const emailOf = async (caller: TestCaller): Promise<string> =>
  String((await caller.get('/api/account')).json.email);
const told = async (personId: string) =>
  (await openOutbox(server))
    .filter((mail) => mail.personId === personId && mail.template.startsWith('account-'))
    .map(({ template }) => template);
const stateOf = async (personId: string): Promise<string> => {
  const { accounts } = (await server.admin.get('/api/accounts')).json;
  return accounts.find((each: { personId: string }) => each.personId === personId).state;
};
const restrictionsOf = (personId: string) =>
  server.database.db.transaction(async (tx) => {
    const rows = await queries(tx)
      .selectFrom('restriction')
      .select('kind')
      .where('person_id', '=', personId)
      .orderBy('number')
      .execute();
    return rows.map(({ kind }) => kind);
  });

describe('a suspension', () => {
  test('is refused to everybody but an administrator, and of oneself', async () => {
    const person = await server.signUp();
    expect((await suspend(server.stranger(), person.personId)).status).toBe(401);
    expect((await suspend(person, server.admin.personId)).code).toBe('forbidden');
    expect((await resume(person, person.personId)).code).toBe('forbidden');
    expect((await suspend(server.admin, server.admin.personId)).code).toBe('forbidden');
    expect((await suspend(server.admin, randomUUID())).code).toBe('not_found');
    expect((await server.admin.get('/api/account')).status).toBe(200);
  });

  test('ends every session at once, lets nobody sign in, is on the restriction list, and is lifted', async () => {
    const person = await server.signUp();
    const { personId } = person;
    const email = await emailOf(person);
    expect((await suspend(server.admin, personId)).status).toBe(204);
    expect((await person.get('/api/account')).status).toBe(401);
    expect((await person.post('/api/sessions/refresh', {})).status).toBe(401);
    const shut = await signIn(email);
    const unknown = await signIn('nobody@example.test');
    expect([shut.status, shut.json.detail]).toEqual([401, unknown.json.detail]);
    expect(await stateOf(personId)).toBe('suspended');
    expect((await suspend(server.admin, personId)).status, 'again').toBe(204);
    expect(await restrictionsOf(personId)).toEqual(['person-suspended']);
    expect(server.wardkeep.state.gate?.vault.keyStore.restrictions()).toContain(personId);

    expect((await resume(server.admin, personId)).status).toBe(204);
    expect((await signIn(email)).status).toBe(200);
    expect((await person.get('/api/account')).status, 'what ended stays ended').toBe(401);
    expect(await told(personId)).toEqual(['account-suspended', 'account-resumed']);
  });

  test('of an account that was altered in the database seals nothing', async () => {
    const person = await server.signUp();
    await server.database.db.transaction((tx) =>
      queries(tx)
        .updateTable('account')
        .set({ role: 'admin' })
        .where('person_id', '=', person.personId)
        .execute(),
    );
    const answer = await suspend(server.admin, person.personId);
    expect([answer.status, answer.json.detail]).toEqual([
      403,
      expect.stringContaining('altered in the database'),
    ]);
  });
});

describe('a deactivation', () => {
  test('is refused without a session, and to the last administrator', async () => {
    expect((await deactivate(server.stranger())).status).toBe(401);
    await server.proveFreshly(server.admin);
    const last = await deactivate(server.admin);
    expect([last.code, last.json.detail]).toEqual([
      'forbidden',
      expect.stringContaining('last administrator'),
    ]);
    expect((await server.admin.get('/api/account')).status).toBe(200);
  });

  test('ends every session; a restore and the watch leave it, and an administrator lifts it', async () => {
    const person = await server.signUp();
    const { personId } = person;
    const email = await emailOf(person);
    await suspend(server.admin, personId);
    await resume(server.admin, personId);
    const again = await server.signIn(email);
    expect((await deactivate(again)).status).toBe(204);
    expect(again.cookie).not.toContain('access');
    expect((await again.get('/api/account')).status).toBe(401);
    expect((await signIn(email)).code).toBe('wrong_credentials');
    const { gate } = server.wardkeep.state;
    if (gate !== undefined) await enforceRestrictions(gate);
    expect(await stateOf(personId)).toBe('deactivated');
    expect(await restrictionsOf(personId)).toEqual([
      'person-suspended',
      'person-resumed',
      'person-suspended',
    ]);
    expect((await resume(server.admin, personId)).status).toBe(204);
    expect((await signIn(email)).status).toBe(200);
    expect((await told(personId)).at(-2)).toBe('account-deactivated');
  });

  test('of two administrators at the same moment leaves one', async () => {
    const other = await server.join('admin');
    await server.proveFreshly(server.admin);
    const answers = await Promise.all([deactivate(server.admin), deactivate(other)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 403]));
    const { gate } = server.wardkeep.state;
    if (gate !== undefined) await resumePerson(gate, server.admin.personId);
  });
});

test('yardstick 18: no endpoint lets an administrator set somebody’s password: only their own, or with a link to their mailbox', () => {
  const all: readonly unknown[] = Object.values(contract);
  const endpoints = all.filter(isEndpoint);
  expect(endpoints.length).toBeGreaterThan(50);
  const taking = endpoints.filter(({ body }) => takesPassword(body));
  expect(new Set(taking.map(({ action }) => action))).toEqual(
    new Set([
      // One's own, by a session with a fresh proof or a link that only its owner was sent.
      'account.change-password',
      'account.complete-sign-up',
      'account.reset-password',
      'account.set-up',
      'account.sign-up',
      // The first one of a new account, by a link that whoever made it saw as well.
      'dependant.accept-hand-over',
      'invitation.accept',
      // To show that one knows it.
      'erasure.confirm',
      'session.prove-password',
      'session.sign-in',
    ]),
  );
  const byOthers = taking.filter(({ action }) => 'administration' in ACCESS[action]);
  expect(byOthers).toEqual([]);
});

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'action' in value && 'path' in value;
}

function takesPassword(body: z.ZodType): boolean {
  return body instanceof z.ZodObject && 'password' in body.shape;
}
