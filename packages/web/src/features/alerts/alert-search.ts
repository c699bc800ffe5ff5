import type { Alert, AlertRule } from '@wardkeep/contract';
import type { EventSearch } from '../audit-log/index.ts';

/** What the audit log is searched for to see the events of an alert; nothing where the log has none of it. */
export function searchOf(
  { rule, about, firstAt, lastAt }: Alert,
  dayOf: (at: Date) => string,
): EventSearch | undefined {
  const what = EVENTS[rule];
  if (what === undefined) return undefined;
  const { person = null, address = null } = about ?? {};
  const who = rule === 'sign-in-failures' ? 'patient' : 'actor';
  return {
    ...what,
    ...(person !== null && { [who]: person.personId }),
    ...(address !== null && { address }),
    from: dayOf(new Date(Date.parse(firstAt) - HOUR_MS)),
    until: dayOf(new Date(lastAt)),
  };
}

const HOUR_MS = 3_600_000;

/** What is not about events in the log, such as a full disk, is not there. */
const EVENTS: Readonly<Partial<Record<AlertRule, EventSearch>>> = {
  'sign-in-failures': { action: 'session.', outcome: 'refused' },
  denials: { outcome: 'refused' },
  'emergency-access': { action: 'emergency.open' },
  'mass-reads': { outcome: 'success' },
  export: { action: 'export.' },
  'role-change': { outcome: 'success' },
  'key-work-failed': { action: 'keys.', outcome: 'failed' },
};
