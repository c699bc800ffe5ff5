import type { AccessLogEntry } from '@wardkeep/contract';
import type { Version } from './version-list.ts';

const WRITING = /^(?:record\.(?:create|update|delete|import)|patient\.import)$/;
/** Between what the version and what the log say of the same moment. */
const APART_MS = 2_000;

/** Who wrote a version, where the log of the chart tells it. */
export function whoChanged(
  version: Version,
  record: { readonly type: string; readonly id: string },
  log: readonly AccessLogEntry[],
): AccessLogEntry['actor'] | undefined {
  return log.find(
    ({ action, outcome, occurredAt, resources }) =>
      outcome === 'success' &&
      WRITING.test(action) &&
      Math.abs(Date.parse(occurredAt) - Date.parse(version.at)) < APART_MS &&
      resources.some(({ type, id }) => type === record.type && id === record.id),
  )?.actor;
}
