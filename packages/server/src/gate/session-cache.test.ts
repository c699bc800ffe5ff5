import { PersonId } from '@wardkeep/contract';
import { describe, expect, test } from 'vitest';
import { SessionCache, type RecentKey, type RecentSession } from './session-cache.ts';

const KEY: RecentKey = {
  sessionId: 'a',
  accessExpiresAt: new Date('2026-01-01T00:15:00Z'),
  address: '192.0.2.1',
  isBackground: false,
};
const SESSION: RecentSession = {
  personId: PersonId.parse('00000000-0000-4000-8000-000000000000'),
  role: 'patient',
  needs: 'nothing',
  csrfToken: '',
  accessExpiresAt: '2026-01-01T00:15:00.000Z',
  freshUntil: '2026-01-01T00:05:00.000Z',
  idleMinutes: 60,
  expiresAt: '2026-01-02T00:00:00.000Z',
  proofs: ['password'],
};
const BEGIN_MS = 1_000_000;

function reading() {
  const asked: RecentSession[] = [];
  const read = (): Promise<RecentSession> => {
    asked.push(SESSION);
    return Promise.resolve(SESSION);
  };
  return { asked, read };
}

describe('the state of a session', () => {
  test('is read again twice a second at most, however often it is asked for', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    for (let ms = 0; ms < 4_500; ms += 10) await cache.get(KEY, BEGIN_MS + ms, read);
    expect(asked).toHaveLength(10);
  });

  test('is read anew before it is a second old', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    await cache.get(KEY, BEGIN_MS + 899, () => new Promise(() => undefined));
    expect(await cache.get(KEY, BEGIN_MS + 899, read), 'the old one, while').toBe(SESSION);
    expect(asked).toHaveLength(1);
    await cache.get(KEY, BEGIN_MS + 900, read);
    expect(asked, 'nobody waits for a reading that hangs').toHaveLength(2);
  });

  test('that has ended is told to nobody once that was read, also when it was still young', async () => {
    const cache = new SessionCache();
    const { read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    const ended = (): Promise<RecentSession> => Promise.reject(new Error('not signed in'));
    await cache.get(KEY, BEGIN_MS + 500, ended);
    await Promise.resolve();
    await expect(cache.get(KEY, BEGIN_MS + 501, ended)).rejects.toThrow('not signed in');
  });

  test('that was forgotten while it was read again does not come back', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    let answer: (session: RecentSession) => void = () => undefined;
    await cache.get(KEY, BEGIN_MS + 500, () => new Promise((resolve) => (answer = resolve)));
    cache.forget(KEY.sessionId);
    answer(SESSION);
    await new Promise((resolve) => setImmediate(resolve));
    expect(cache.size).toBe(0);
    await cache.get(KEY, BEGIN_MS + 501, read);
    expect(asked).toHaveLength(2);
  });

  test('counts its age from before it was read', async () => {
    const cache = new SessionCache();
    let answer: (session: RecentSession) => void = () => undefined;
    const slow = cache.get(KEY, BEGIN_MS, () => new Promise((resolve) => (answer = resolve)));
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS + 950, read);
    expect(asked).toHaveLength(1);
    answer(SESSION);
    await slow;
  });

  test('is read once for all who ask at the same time', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await Promise.all(Array.from({ length: 50 }, () => cache.get(KEY, BEGIN_MS, read)));
    expect(asked).toHaveLength(1);
  });

  test('that could not be read is told to all who asked, and read again for the next', async () => {
    const cache = new SessionCache();
    const fails = (): Promise<RecentSession> => Promise.reject(new Error('not now'));
    const both = [cache.get(KEY, BEGIN_MS, fails), cache.get(KEY, BEGIN_MS, fails)];
    const ends = await Promise.allSettled(both);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['another address', { ...KEY, address: '192.0.2.2' }],
    ['no address', { ...KEY, address: null }],
    ['a page that asks by itself', { ...KEY, isBackground: true }],
    ['another access token', { ...KEY, accessExpiresAt: new Date('2026-01-01T00:20:00Z') }],
    ['another session', { ...KEY, sessionId: 'b' }],
  ])('holds for no other kind of request: %s', async (_what, other) => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    expect(cache.atHand(other, BEGIN_MS)).toBeUndefined();
    await cache.get(other, BEGIN_MS, read);
    expect(asked).toHaveLength(2);
  });

  test('is at hand once it was read, until it is time to read it again', async () => {
    const cache = new SessionCache();
    const { read } = reading();
    const session = cache.get(KEY, BEGIN_MS, read);
    expect(cache.atHand(KEY, BEGIN_MS), 'while it is being read').toBeUndefined();
    await session;
    expect(cache.atHand(KEY, BEGIN_MS + 449)).toBe(SESSION);
    expect(cache.atHand(KEY, BEGIN_MS + 450)).toBeUndefined();
    expect(cache.atHand(KEY, BEGIN_MS - 1), 'after the clock was put back').toBeUndefined();
    cache.forget(KEY.sessionId);
    expect(cache.atHand(KEY, BEGIN_MS)).toBeUndefined();
  });

  test('is not believed after the clock was put back', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    await cache.get(KEY, BEGIN_MS - 1, read);
    expect(asked).toHaveLength(2);
  });

  test('is forgotten when it is said to be, and never kept for more than ten thousand', async () => {
    const cache = new SessionCache();
    const { asked, read } = reading();
    await cache.get(KEY, BEGIN_MS, read);
    cache.forget(KEY.sessionId);
    await cache.get(KEY, BEGIN_MS, read);
    expect(asked).toHaveLength(2);
    for (let id = 0; id < 10_100; id += 1)
      await cache.get({ ...KEY, sessionId: String(id) }, BEGIN_MS, read);
    expect(cache.size).toBe(10_000);
    cache.clear();
    expect(cache.size).toBe(0);
  });
});
