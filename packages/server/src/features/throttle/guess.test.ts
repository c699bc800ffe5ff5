/** On a real database, with a clock that the test moves. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type Gate } from '../../gate/index.ts';
import { startTestServer, type TestServer } from '../../testing/index.ts';
import { beginGuess, countByAddress, forgetGuesses, takeBackGuess, type Guess } from './index.ts';

let server: TestServer;
let gate: Gate;
let owner: { readonly personId: string; readonly deviceToken: string };
beforeAll(async () => {
  server = await startTestServer();
  const opened = server.wardkeep.state.gate;
  if (opened === undefined) throw new Error('the gate is closed');
  gate = opened;
  const caller = await server.signUp();
  const [, deviceToken = ''] = /__Host-wardkeep-device=([^;]+)/.exec(caller.cookie) ?? [];
  owner = { personId: caller.personId, deviceToken };
});
afterAll(() => server.stop());

interface Try {
  readonly target?: string;
  readonly personId?: string;
  readonly kind?: 'password' | 'code';
  readonly deviceToken?: string | undefined;
  readonly address?: string | null;
  readonly now?: Date;
}

const partsOf = ({ address = '192.0.2.1', deviceToken, now = new Date() }: Try) => ({
  now,
  gate,
  client: { address, deviceToken, userAgent: null, language: 'en' as const },
});

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => server.database.db.transaction(work);

function begin(at: Try): Promise<Guess> {
  const { target = 'a', personId, kind = 'password' } = at;
  return inTx((tx) => beginGuess(partsOf(at), tx, { kind, target, personId }));
}

/** How many of so many tries are let through; every other one is told to wait. */
async function letThrough(tries: number, at: Try): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: tries }, () => begin(at)));
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    expect(outcome.reason).toMatchObject({ code: 'too_many_requests', status: 429 });
    expect(outcome.reason instanceof Refusal && outcome.reason.retryAfterS).toBeGreaterThan(0);
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

test('the eleventh guess at once is refused, whether there is such an account or not', async () => {
  expect(await letThrough(50, { target: randomUUID(), personId: owner.personId })).toBe(10);
  expect(await letThrough(50, { target: randomUUID() })).toBe(10);
  expect(await letThrough(50, { target: randomUUID(), kind: 'code' })).toBe(10);
});

test('a window begins with its first guess and ends a quarter of an hour later', async () => {
  const target = randomUUID();
  const first = new Date();
  const after = (minutes: number): Date => new Date(first.getTime() + minutes * 60_000);
  expect(await letThrough(9, { target, now: first })).toBe(9);
  expect(await letThrough(3, { target, now: after(14) })).toBe(1);
  await expect(begin({ target, now: after(14.5) })).rejects.toMatchObject({ retryAfterS: 30 });
  expect(await letThrough(12, { target, now: after(15) })).toBe(10);
});

test('a known device has tries of its own, that strangers can’t use up, and no more of them', async () => {
  const at = { target: randomUUID(), personId: owner.personId };
  expect(await letThrough(12, at)).toBe(10);
  const { deviceToken } = owner;
  expect((await begin({ ...at, deviceToken })).isKnownDevice).toBe(true);
  expect(await letThrough(20, { ...at, deviceToken })).toBe(9);
});

test('a device of somebody else, an invented one and one of nobody’s account are strangers', async () => {
  const { deviceToken } = owner;
  const other = await server.signUp();
  const invented = randomBytes(32).toString('base64url');
  for (const at of [
    { personId: other.personId, deviceToken },
    { personId: owner.personId, deviceToken: invented },
    { deviceToken },
  ])
    expect((await begin({ target: randomUUID(), ...at })).isKnownDevice).toBe(false);
});

test('a code is counted alike from every device: each sign-in with the password makes one known', async () => {
  const at = { kind: 'code', target: randomUUID() } as const;
  expect(await letThrough(10, at)).toBe(10);
  expect(await letThrough(3, { ...at, deviceToken: owner.deviceToken })).toBe(0);
});

test('a right guess forgets those before it; one that nobody looked at was none', async () => {
  const target = randomUUID();
  expect(await letThrough(9, { target })).toBe(9);
  const right = await begin({ target });
  await inTx((tx) => forgetGuesses(tx, right));
  expect(await letThrough(9, { target })).toBe(9);
  const unseen = await begin({ target });
  await inTx((tx) => takeBackGuess(tx, unseen));
  expect(await letThrough(5, { target })).toBe(1);
});

test('an address is stopped after a hundred wrong guesses at as many accounts; a known device behind it is not', async () => {
  const address = '2001:db8:7:7::1';
  for (let wrong = 0; wrong < 100; wrong += 1) {
    const guess = await begin({ target: randomUUID(), address });
    await inTx((tx) => countByAddress(partsOf({ address }), tx, guess));
  }
  const neighbour = '2001:db8:7:7::ffff';
  expect(await letThrough(2, { target: randomUUID(), address: neighbour })).toBe(0);
  expect(await letThrough(1, { target: randomUUID(), address: '2001:db8:7:8::1' })).toBe(1);
  const { personId, deviceToken } = owner;
  expect(await letThrough(1, { target: randomUUID(), personId, deviceToken, address })).toBe(1);
});

test('nobody who was right counts against an address, and nothing does where none is known', async () => {
  const address = '192.0.2.99';
  for (let right = 0; right < 110; right += 1) {
    const guess = await begin({ target: randomUUID(), address });
    await inTx((tx) => forgetGuesses(tx, guess));
  }
  expect(await letThrough(1, { target: randomUUID(), address })).toBe(1);
  expect((await begin({ target: randomUUID(), address: null })).address).toBeUndefined();
});

test('counts whose window is over do not stay', async () => {
  const now = new Date(Date.now() + 2 * 3_600_000);
  const count = () =>
    inTx(async (tx) => (await queries(tx).selectFrom('guess').select('subject').execute()).length);
  const before = await count();
  const target = randomUUID();
  for (let tries = 0; tries < Math.ceil(before / 20); tries += 1) await begin({ target, now });
  expect(before).toBeGreaterThan(20);
  expect(await count()).toBe(1);
});
