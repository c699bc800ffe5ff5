import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CryptoError, notAuthentic } from '../errors.ts';
import { detailOf, ServiceFailure, type Verdict } from './service-failure.ts';

/** Limits in milliseconds. */
export type CallTiming = {
  /** For one attempt. */
  readonly callMs: number;
  /** For all attempts together. */
  readonly totalMs: number;
  /** The first pause is at most this long; each further one at most twice the one before. */
  readonly backoffMs: number;
};

export type CallerOptions = {
  /** Named in messages, e.g. `AWS KMS`. */
  readonly service: string;
  /** What an error that the service's library threw means. */
  readonly judge: (error: unknown) => Verdict;
  readonly timing?: Partial<CallTiming> | undefined;
};

/** Calls that always end. */
export interface ServiceCaller {
  /**
   * @param attempt - may be called more than once; is abandoned once its signal aborts, whether it
   * listens or not.
   * @throws {@link CryptoError} `provider_unavailable`, `provider_denied`, `not_authentic`, or what
   * the attempt threw, if that is a `CryptoError`.
   */
  call<T>(attempt: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Ends what is under way, and refuses what comes later, as `provider_unavailable`. */
  close(): void;
}

export function createServiceCaller(options: CallerOptions): ServiceCaller {
  const timing = { ...defaultTiming, ...options.timing };
  const closing = new AbortController();
  return {
    call: async (attempt) => {
      const total = new AbortController();
      const timer = setTimeout(() => total.abort(), timing.totalMs);
      try {
        const signal = AbortSignal.any([total.signal, closing.signal]);
        return await callUntilDone(attempt, { ...options, timing, signal, closing });
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => closing.abort(),
  };
}

const defaultTiming: CallTiming = { callMs: 5000, totalMs: 20_000, backoffMs: 200 };
const longestPauseMs = 4000;
const transientAttempts = 2;

type Surroundings = CallerOptions & {
  readonly timing: CallTiming;
  /** Aborts when all is to end: no time left, or closed. */
  readonly signal: AbortSignal;
  readonly closing: AbortController;
};

async function callUntilDone<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  surroundings: Surroundings,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await callOnce(attempt, surroundings);
    } catch (error) {
      const again = error instanceof Retryable && attempts < error.attempts;
      if (!again || !(await pauseBefore(attempts, surroundings))) throw asCryptoError(error);
    }
  }
}

/** A failure that may pass, with the error to throw when there is no time left for another attempt. */
class Retryable extends Error {
  readonly attempts: number;
  readonly final: CryptoError;

  constructor(attempts: number, final: CryptoError) {
    super(final.message);
    this.attempts = attempts;
    this.final = final;
  }
}

const asCryptoError = (error: unknown): unknown =>
  error instanceof Retryable ? error.final : error;

async function callOnce<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  surroundings: Surroundings,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), surroundings.timing.callMs);
  const signal = AbortSignal.any([deadline.signal, surroundings.signal]);
  try {
    return await Promise.race([rejectOnAbort(signal), start(attempt, signal)]);
  } catch (error) {
    if (error instanceof CryptoError) throw error;
    if (signal.aborted) throw endedError(surroundings);
    throw failureOf(error, surroundings);
  } finally {
    clearTimeout(timer);
  }
}

async function start<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  return await attempt(signal);
}

/** The first in the race, so that an abort that both see is told as an abort. */
function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(new ServiceFailure('transient', 'no answer in time'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function endedError({ service, timing, closing }: Surroundings): CryptoError {
  const what = closing.signal.aborted
    ? 'was closed.'
    : `did not answer within ${timing.callMs / 1000} s.`;
  return new CryptoError('provider_unavailable', `${service} ${what}`);
}

/** No cause: what SDKs throw holds requests, and requests hold keys. */
function failureOf(error: unknown, { service, judge }: Surroundings): Error {
  const verdict = error instanceof ServiceFailure ? error.verdict : judge(error);
  const detail = error instanceof ServiceFailure ? error.message : detailOf(error);
  switch (verdict) {
    case 'not_authentic':
      return notAuthentic();
    case 'denied':
      return new CryptoError('provider_denied', `${service} refused: ${detail}.`);
    case 'throttled': {
      const message = `${service} answers too many requests: ${detail}.`;
      return new Retryable(Infinity, new CryptoError('provider_unavailable', message));
    }
    case 'transient': {
      const message = `${service} cannot be used now: ${detail}.`;
      return new Retryable(transientAttempts, new CryptoError('provider_unavailable', message));
    }
  }
}

/** @returns whether there is time for another attempt. */
async function pauseBefore(attempts: number, { timing, signal }: Surroundings): Promise<boolean> {
  const longest = Math.min(longestPauseMs, timing.backoffMs * 2 ** (attempts - 1));
  // At least half, so that the pauses grow; jittered, so that nodes do not come back together.
  const pauseMs = longest / 2 + (longest / 2) * (randomInt(1000) / 1000);
  try {
    await pause(pauseMs, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}
