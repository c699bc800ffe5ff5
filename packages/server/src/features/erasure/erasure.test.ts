import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cancelErasure,
  confirmErasure,
  readErasure,
  readErasureCertificate,
  requestErasure,
} from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import { onePatientBundle } from '../../testing/bundles.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import type { TestCaller } from '../../testing/test-caller.ts';

const CONFIRMED = { confirmation: 'erase', password: 'correct horse battery staple' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const inDatabase = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  server.database.db.transaction(work);
const pathOf = ({ personId }: TestCaller): string => `/api/patients/${personId}/erasure`;

/** As if the waiting time had passed. */
async function waitOut({ personId }: TestCaller): Promise<void> {
  const hashes = server.wardkeep.state.gate?.hashes;
  if (hashes === undefined) throw new Error('the keys are locked');
  await inDatabase(async (tx) => {
    const erasures = queries(tx).selectFrom('erasure').selectAll();
    const row = await erasures.where('person_id', '=', personId).executeTakeFirstOrThrow();
    const not_before = new Date(Date.now() - 1_000);
    const mac = hashes.erasureRow({
      personId,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      notBefore: not_before,
      confirmedAt: null,
      cancelledAt: null,
    });
    const waitedOut = queries(tx).updateTable('erasure').set({ not_before, mac });
    await waitedOut.where('person_id', '=', personId).execute();
  });
}

async function hold({ personId }: TestCaller): Promise<void> {
  await inDatabase((tx) =>
    queries(tx)
      .insertInto('legal_hold')
      .values({ person_id: personId, placed_at: new Date() })
      .execute(),
  );
}

describe('nobody but the person', () => {
  test.each([
    ['GET', ''],
    ['POST', ''],
    ['DELETE', ''],
    ['POST', '/confirm'],
  ] as const)('may %s %s another one’s erasure', async (method, rest) => {
    const victim = await server.signUp();
    await victim.post(pathOf(victim), {});
    await waitOut(victim);
    for (const wrong of [await server.signUp(), server.admin]) {
      const body = JSON.stringify(rest === '' ? {} : CONFIRMED);
      const json = { body, headers: { 'content-type': 'application/json' } };
      const answer = await wrong.send(method, pathOf(victim) + rest, method === 'POST' ? json : {});
      expect([403, 404]).toContain(answer.status);
    }
    expect((await victim.get(pathOf(victim))).json.state).toBe('confirmable');
  });
});

test('asking deletes nothing: it counts what would go, and begins the waiting time', async () => {
  const person = await server.signUp();
  await person.post(`/api/patients/${person.personId}/imports`, onePatientBundle('Doe'));
  expect(readErasure.reply.parse((await person.get(pathOf(person))).json)).toMatchObject({
    state: 'none',
    counts: { records: 2, documents: 0, shares: 0 },
    waitingDays: 7,
  });
  const asked = requestErasure.reply.parse((await person.post(pathOf(person), {})).json);
  const days =
    (Date.parse(asked.confirmableFrom ?? '') - Date.parse(asked.requestedAt ?? '')) / 86_400_000;
  expect([asked.state, asked.requestedBy, days]).toEqual(['waiting', 'self', 7]);
  expect(Date.parse(asked.backupsGoneBy)).toBeGreaterThan(Date.parse(asked.confirmableFrom ?? ''));
  expect((await person.get('/api/account')).json.erasure).toEqual({
    state: 'waiting',
    confirmableFrom: asked.confirmableFrom,
  });
  // Asked again, the time that runs goes on: nobody postpones it, and nobody shortens it.
  expect((await person.post(pathOf(person), {})).json).toEqual(asked);
  expect(
    await server.countEvents({ action: 'erasure.request', outcome: 'success' }),
  ).toBeGreaterThan(1);
});

test('one that waits is cancelled at once, once, and can be asked for anew', async () => {
  const person = await server.signUp();
  expect((await person.delete(pathOf(person))).code).toBe('not_found');
  await person.post(pathOf(person), {});
  const cancelled = cancelErasure.reply.parse((await person.delete(pathOf(person))).json);
  expect(cancelled.state).toBe('cancelled');
  expect((await person.get('/api/account')).json.erasure).toBeNull();
  expect((await person.delete(pathOf(person))).code).toBe('not_found');
  expect((await person.post(`${pathOf(person)}/confirm`, CONFIRMED)).code).toBe('not_found');
  expect((await person.post(pathOf(person), {})).json.state).toBe('waiting');
});

test('a legal hold refuses asking and confirming, and says that it is one', async () => {
  const person = await server.signUp();
  await person.post(pathOf(person), {});
  await waitOut(person);
  await hold(person);
  expect((await person.get(pathOf(person))).json.legalHold).toBe(true);
  const refused = await person.post(`${pathOf(person)}/confirm`, CONFIRMED);
  expect([refused.status, refused.code]).toEqual([409, 'legal_hold']);
  const other = await server.signUp();
  await hold(other);
  expect((await other.post(pathOf(other), {})).code).toBe('legal_hold');
  expect((await other.get(pathOf(other))).json.state).toBe('none');
});

test('before its time, without the word or with a wrong password, nothing is confirmed', async () => {
  const person = await server.signUp();
  await person.post(pathOf(person), {});
  const confirm = (body: unknown) => person.post(`${pathOf(person)}/confirm`, body);
  const early = await confirm(CONFIRMED);
  expect([early.status, early.code]).toEqual([409, 'erasure_waiting']);
  await waitOut(person);
  expect((await confirm({ ...CONFIRMED, confirmation: 'yes' })).code).toBe('validation_failed');
  expect((await confirm({ ...CONFIRMED, password: 'some other password' })).code).toBe(
    'wrong_credentials',
  );
  expect((await person.get(pathOf(person))).json.state).toBe('confirmable');
});

test('a confirmation ends the session, and its link alone opens the certificate', async () => {
  const person = await server.signUp();
  await person.post(pathOf(person), {});
  await waitOut(person);
  const answer = await person.post(`${pathOf(person)}/confirm`, CONFIRMED);
  expect(answer.status).toBe(202);
  const { certificateLink } = confirmErasure.reply.parse(answer.json);
  expect(person.cookie).toBe('');
  const token = new URL(certificateLink).hash.slice(1);
  const certificateAt = (given: string) =>
    server.stranger().get(`/api/erasure-certificates/${given}`);
  const opened = await certificateAt(token);
  expect(opened.status).toBe(200);
  readErasureCertificate.reply.parse(opened.json);
  const other = await server.signUp();
  const [, secret = ''] = token.split('.');
  const altered = secret.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  for (const wrong of [
    `${person.personId}.${altered}`,
    `${other.personId}.${secret}`,
    person.personId,
  ])
    expect((await certificateAt(wrong)).code).toBe('not_found');
});
