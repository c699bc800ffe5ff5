import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CryptoError } from '../errors.ts';
import { loadPeer } from './load-peer.ts';
import { createServiceCaller } from './service-call.ts';
import { ServiceFailure, type Verdict } from './service-failure.ts';

const timing = { callMs: 100, totalMs: 400, backoffMs: 10 };

/** A service that fails so often, with this verdict, before it answers. */
function failing(times: number, verdict: Verdict) {
  let attempts = 0;
  const caller = createServiceCaller({ service: 'It', judge: () => verdict, timing });
  const answer = caller.call(async () => {
    attempts += 1;
    if (attempts <= times) throw Object.assign(new Error('secret'), { name: 'Busy', status: 429 });
    return await Promise.resolve('answer');
  });
  return { answer, attempts: () => attempts };
}

describe('a call to a service', () => {
  test('is tried again as often as it is throttled, while there is time', async () => {
    expect(await failing(4, 'throttled').answer).toBe('answer');
    const { answer, attempts } = failing(Infinity, 'throttled');
    await expect(answer).rejects.toMatchObject({
      code: 'provider_unavailable',
      message: 'It answers too many requests: Busy, 429.',
    });
    expect(attempts()).toBeGreaterThan(3);
    expect(attempts()).toBeLessThan(12);
  });

  test('is tried twice when it fails for a while, and once when it is refused', async () => {
    expect(await failing(1, 'transient').answer).toBe('answer');
    const failed = failing(2, 'transient');
    await expect(failed.answer).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(failed.attempts()).toBe(2);
    for (const [verdict, code] of [
      ['denied', 'provider_denied'],
      ['not_authentic', 'not_authentic'],
    ] as const) {
      const { answer, attempts } = failing(1, verdict);
      await expect(answer).rejects.toMatchObject({ code });
      expect(attempts()).toBe(1);
    }
  });

  test('ends at its deadline though the library never listens to the signal', async () => {
    const caller = createServiceCaller({ service: 'It', judge: () => 'transient', timing });
    const begin = performance.now();
    const answer = caller.call(() => new Promise(() => undefined));
    await expect(answer).rejects.toMatchObject({ message: 'It did not answer within 0.1 s.' });
    expect(performance.now() - begin).toBeLessThan(350);
  });

  test('that fails after its deadline is nobody’s unhandled rejection', async () => {
    const caller = createServiceCaller({ service: 'It', judge: () => 'transient', timing });
    const answer = caller.call(async () => {
      await pause(150);
      throw new Error('late');
    });
    await expect(answer).rejects.toMatchObject({ code: 'provider_unavailable' });
    await pause(100);
  });

  test('ends when the caller is closed, and none begins after', async () => {
    const caller = createServiceCaller({ service: 'It', judge: () => 'transient' });
    const waiting = caller.call(() => new Promise(() => undefined));
    caller.close();
    const closed = { code: 'provider_unavailable', message: 'It was closed.' };
    await expect(waiting).rejects.toMatchObject(closed);
    let isCalled = false;
    const late = caller.call(async () => {
      isCalled = true;
      await Promise.resolve();
    });
    await expect(late).rejects.toMatchObject(closed);
    expect(isCalled).toBe(false);
  });

  test('keeps the code of an error of this package, and the verdict of one that knows it', async () => {
    const caller = createServiceCaller({ service: 'It', judge: () => 'transient', timing });
    const destroyed = new CryptoError('key_destroyed', 'gone');
    await expect(caller.call(() => Promise.reject(destroyed))).rejects.toBe(destroyed);
    const refused = new ServiceFailure('denied', 'HTTP 403');
    await expect(caller.call(() => Promise.reject(refused))).rejects.toMatchObject({
      code: 'provider_denied',
      message: 'It refused: HTTP 403.',
    });
  });

  test('never shows what the service said, only names and numbers', async () => {
    const caller = createServiceCaller({ service: 'It', judge: () => 'denied', timing });
    const cause = Object.assign(new Error('body'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('ciphertext AAAA', { cause }), {
      name: 'two words',
      code: 403,
      request: { body: 'secret' },
    });
    const thrown: unknown = await caller.call(() => Promise.reject(error)).catch((e: unknown) => e);
    expect(thrown).toMatchObject({ message: 'It refused: 403, Error, ECONNREFUSED.' });
    expect(thrown).not.toHaveProperty('cause');
  });
});

test('a package that is not installed is named, with what to do', async () => {
  const name: string = '@wardkeep/not-installed';
  await expect(loadPeer(name, () => import(name))).rejects.toMatchObject({
    code: 'unsupported',
    message: 'Install the npm package @wardkeep/not-installed: this provider needs it.',
  });
});
