import type { Log } from '../db/log.ts';

/** For tests that expect a failure or do not care. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
