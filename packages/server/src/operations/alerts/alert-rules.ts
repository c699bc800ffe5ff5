import type { Action, Alert, AlertRule, OperatorAction } from '@wardkeep/contract';
import type { AuditOutcome } from '../../audit/index.ts';

/** Whom or what events are added up by: whose account it is, from which address, who did it; or all of them together. */
export type CountedBy = 'account' | 'address' | 'actor' | 'everybody';

/** What the events of the log have to show. Times are those of the events, not of when they are read. */
export interface EventRule {
  readonly rule: AlertRule;
  /** Actions, or groups of them that end in a dot; `any` for all. */
  readonly of: readonly (Action | OperatorAction | `${string}.`)[] | 'any';
  readonly outcome: AuditOutcome;
  readonly by: CountedBy;
  /** `patients`: how many different ones, however often each. */
  readonly counts: 'events' | 'patients';
  /** 1 for what is told each time that it happens. */
  readonly atLeast: number;
  readonly withinMinutes: number;
  /** Only where the account is an administrator's. */
  readonly onlyAdministrators?: true;
}

/** What a server sees of itself. Each hour that it lasts counts once. */
export interface StateRule {
  readonly rule: AlertRule;
  readonly when: string;
}

export const LAG_SECONDS = 10;
export const DISK_SHARE_FREE = 0.1;
export const DISK_BYTES_FREE = 1024 ** 3;
export const CLOCK_JUMP_SECONDS = 60;

/** Where a password or a code can be guessed. */
export const GUESSED = [
  'session.sign-in',
  'session.prove-code',
  'session.prove-password',
  'session.prove-passkey',
] as const;
export const CHART_READS = ['chart.read', 'document.list', 'document.read', 'record.read'] as const;
const ROLE_CHANGES = [
  'account-recovery.approve',
  'account.resume',
  'account.suspend',
  'invitation.create',
  'organisation.add-member',
  'organisation.remove-member',
  'person.resume',
  'person.suspend',
] as const;

const EACH = { counts: 'events', atLeast: 1, withinMinutes: 0 } as const;
const FAILURES = {
  rule: 'sign-in-failures',
  of: GUESSED,
  outcome: 'refused',
  counts: 'events',
  withinMinutes: 5,
} as const;

/** Told on docs/alerts.md, which is held to it. */
export const EVENT_RULES: readonly EventRule[] = [
  { ...FAILURES, by: 'account', atLeast: 10 },
  { ...FAILURES, by: 'address', atLeast: 10 },
  { ...FAILURES, by: 'everybody', atLeast: 100 },
  {
    rule: 'denials',
    of: 'any',
    outcome: 'refused',
    by: 'actor',
    counts: 'events',
    atLeast: 20,
    withinMinutes: 5,
  },
  { rule: 'emergency-access', of: ['emergency.open'], outcome: 'success', by: 'actor', ...EACH },
  {
    rule: 'mass-reads',
    of: CHART_READS,
    outcome: 'success',
    by: 'actor',
    counts: 'patients',
    atLeast: 50,
    withinMinutes: 60,
  },
  { rule: 'export', of: ['export.'], outcome: 'success', by: 'actor', ...EACH },
  { rule: 'role-change', of: ROLE_CHANGES, outcome: 'success', by: 'actor', ...EACH },
  {
    rule: 'role-change',
    of: ['invitation.accept'],
    outcome: 'success',
    by: 'account',
    ...EACH,
    onlyAdministrators: true,
  },
  { rule: 'key-work-failed', of: ['keys.'], outcome: 'failed', by: 'everybody', ...EACH },
  { rule: 'key-work-failed', of: ['key.reseal'], outcome: 'failed', by: 'everybody', ...EACH },
  { rule: 'backup-failed', of: ['backup.'], outcome: 'failed', by: 'everybody', ...EACH },
  { rule: 'escrow-mismatch', of: ['escrow.compare'], outcome: 'failed', by: 'everybody', ...EACH },
  {
    rule: 'audit-fault',
    of: ['audit.check', 'audit.verify'],
    outcome: 'failed',
    by: 'everybody',
    ...EACH,
  },
  // Leaves are gone. Who restored nothing learns that somebody made it look like a restore.
  { rule: 'audit-fault', of: ['audit.begin-log'], outcome: 'success', by: 'everybody', ...EACH },
];

export const STATE_RULES: readonly StateRule[] = [
  { rule: 'escrow-mismatch', when: 'the copy outside is not what this log grew from' },
  { rule: 'audit-fault', when: 'an event does not open, or the background check found a fault' },
  { rule: 'audit-lag', when: `events have waited for more than ${LAG_SECONDS} s for their leaf` },
  {
    rule: 'disk-low',
    when: `less than ${DISK_SHARE_FREE * 100} % or 1 GiB is free where the data lies`,
  },
  {
    rule: 'clock-jump',
    when: `the clock moved more than ${CLOCK_JUMP_SECONDS} s away from the time that passed`,
  },
];

export const SEVERITY: Readonly<Record<AlertRule, Alert['severity']>> = {
  'sign-in-failures': 'warning',
  denials: 'warning',
  'emergency-access': 'warning',
  'mass-reads': 'critical',
  export: 'warning',
  'role-change': 'warning',
  'key-work-failed': 'critical',
  'backup-failed': 'critical',
  'escrow-mismatch': 'critical',
  'audit-fault': 'critical',
  'audit-lag': 'warning',
  'disk-low': 'critical',
  'clock-jump': 'warning',
};

/** Of these every administrator has an e-mail of its own already; the alert goes to the address that is set, and to the webhook. */
export const TOLD_OTHERWISE: ReadonlySet<AlertRule> = new Set(['emergency-access']);

export interface CountedEvent {
  readonly action: string;
  readonly outcome: AuditOutcome;
}

export function isOf({ of, outcome }: EventRule, event: CountedEvent): boolean {
  if (event.outcome !== outcome) return false;
  if (of === 'any') return true;
  return of.some((name) =>
    name.endsWith('.') ? event.action.startsWith(name) : event.action === name,
  );
}

const AGAIN_MS = 3_600_000;

/** Who was told of an alert is told again after an hour, and at once when something critical has become ten times as much. */
export function isToldAgain(
  rule: AlertRule,
  told: { readonly atMs: number; readonly count: number },
  now: { readonly atMs: number; readonly count: number },
): boolean {
  if (now.atMs - told.atMs >= AGAIN_MS) return true;
  return SEVERITY[rule] === 'critical' && now.count >= told.count * 10;
}
