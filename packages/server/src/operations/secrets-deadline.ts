import { SecretError } from './secrets-error.ts';

export const SECRET_DEADLINE_MS = 5_000;

/**
 * An answer in time. Not every step of an SDK listens to a signal (finding credentials does not), so the wait ends
 * here whatever the SDK does.
 * @throws SecretError `unreachable`
 */
export async function withDeadline<Answer>(
  setting: string,
  who: string,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new SecretError(
          'unreachable',
          setting,
          `${who} did not answer within ${SECRET_DEADLINE_MS / 1000} s. Is it reachable from this machine?`,
        ),
      );
      stop.abort();
    }, SECRET_DEADLINE_MS);
  });
  try {
    return await Promise.race([ask(stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
