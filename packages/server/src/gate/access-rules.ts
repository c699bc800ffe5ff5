import type { Action, ProblemCode, Role } from '@wardkeep/contract';
import type { Caller, ShareFacts } from './credential.ts';
import { FRESH_MS } from './session-policy.ts';

/** Why a caller is let in to one person's data. There is no other way in. */
export type Relationship = 'self' | 'share' | 'administration';

/**
 * Who may do what. A member that is missing is a no; `anyone` asks for no session at all.
 *
 * - `self`: the caller's own data, for these roles.
 * - `share`: whoever holds a link that is alive; what it covers is decided by its token.
 * - `administration`: account data of anybody, for these roles. Never a chart.
 * - `signedIn`: an action that is about nobody's data, for these roles.
 */
export interface AccessRule {
  /**
   * How much a session has to have shown: `nothing` may lack a second factor that the account has, `password` may lack
   * one that the role asks for. Without this member it lacks nothing.
   */
  readonly shown?: 'nothing' | 'password';
  /** Sensitive: asks for a proof of the last minutes (RFC 9470). */
  readonly fresh?: true;
  readonly anyone?: true;
  readonly self?: readonly Role[];
  readonly share?: true;
  readonly administration?: readonly Role[];
  readonly signedIn?: readonly Role[];
}

const ALL: readonly Role[] = [
  'admin',
  'provider',
  'carer',
  'patient',
  'radiologist',
  'technologist',
  'client',
];
const PATIENT: readonly Role[] = ['patient'];
const ADMIN: readonly Role[] = ['admin'];

export const ACCESS = {
  'account-recovery.approve': { administration: ADMIN, fresh: true },
  // Whoever holds the link of the notice.
  'account-recovery.cancel': { anyone: true },
  'account-recovery.list': { administration: ADMIN },
  'account-recovery.refuse': { administration: ADMIN, fresh: true },
  'account-recovery.request': { self: ALL, shown: 'nothing' },
  'account.change-email': { self: ALL, fresh: true },
  'account.change-password': { self: ALL, fresh: true },
  'account.complete-sign-up': { anyone: true },
  'account.confirm-email-change': { anyone: true },
  'account.deactivate': { self: ALL, fresh: true },
  'account.list': { administration: ADMIN },
  'account.read': { self: ALL, shown: 'password' },
  'account.read-security': { self: ALL, shown: 'password' },
  'account.request-password-reset': { anyone: true },
  'account.reset-password': { anyone: true },
  'account.resume': { administration: ADMIN, fresh: true },
  'account.set-up': { anyone: true },
  'account.sign-up': { anyone: true },
  'account.suspend': { administration: ADMIN, fresh: true },
  'audit.read': { self: PATIENT },
  'chart.read': { self: PATIENT },
  'device.forget': { self: ALL, shown: 'password' },
  'device.rename': { self: ALL, shown: 'password' },
  'document.create': { self: PATIENT },
  'document.delete': { self: PATIENT },
  'document.list': { self: PATIENT },
  'document.read': { self: PATIENT },
  'document.upload': { self: PATIENT },
  'erasure.cancel': { self: PATIENT },
  'erasure.confirm': { self: PATIENT, fresh: true },
  'erasure.read': { self: PATIENT },
  // Whoever holds the link: the account is gone.
  'erasure.read-certificate': { anyone: true },
  'erasure.request': { self: PATIENT, fresh: true },
  'invitation.accept': { anyone: true },
  // Another administrator has proofs of their own, and so opens whatever asks for a fresh one.
  'invitation.create': { signedIn: ADMIN, fresh: true },
  'passkey.add': { self: ALL, shown: 'password', fresh: true },
  'passkey.begin': { self: ALL, shown: 'password', fresh: true },
  'passkey.remove': { self: ALL, fresh: true },
  'passkey.rename': { self: ALL, shown: 'password' },
  'record.create': { self: PATIENT },
  'record.import': { self: PATIENT },
  'record.read': { self: PATIENT },
  'recovery-codes.make': { self: ALL, fresh: true },
  // Part of the first set-up: it says that a paper is printed, and opens nothing.
  'recovery.confirm': { signedIn: ADMIN, shown: 'password' },
  'recovery.make': { signedIn: ADMIN, fresh: true },
  'session.end': { self: ALL, shown: 'password' },
  'session.end-others': { self: ALL, shown: 'password' },
  'session.passkey-options': { anyone: true },
  'session.prove-code': { self: ALL, shown: 'nothing' },
  'session.prove-passkey': { anyone: true },
  'session.prove-password': { self: ALL, shown: 'password' },
  'session.read': { signedIn: ALL, shown: 'nothing' },
  'session.read-keys': { anyone: true },
  'session.refresh': { anyone: true },
  'session.sign-in': { anyone: true },
  'session.sign-out': { anyone: true },
  'share.create': { self: PATIENT, fresh: true },
  'share.list': { self: PATIENT },
  'share.open': { share: true },
  'share.read-document': { share: true },
  'share.revoke': { self: PATIENT },
  'system.describe': { anyone: true },
  'system.read': { signedIn: ADMIN },
  'system.read-report': { signedIn: ADMIN },
  'totp.begin': { self: ALL, shown: 'password', fresh: true },
  'totp.confirm': { self: ALL, shown: 'password', fresh: true },
  'totp.remove': { self: ALL, fresh: true },
} as const satisfies Record<Action, AccessRule>;

export type Decision =
  | { readonly kind: 'admitted'; readonly relationship: Relationship | null }
  | {
      readonly kind: 'refused';
      readonly code: Extract<
        ProblemCode,
        | 'address_not_allowed'
        | 'forbidden'
        | 'not_found'
        | 'not_signed_in'
        | 'second_factor_needed'
        | 'second_factor_set_up_needed'
        | 'share_ended'
        | 'step_up_needed'
      >;
    };

export interface Question {
  readonly action: Action;
  readonly caller: Caller;
  /** Whose data; null when the action is about nobody's, or when there is no such person. */
  readonly personId: string | null;
  readonly now: Date;
}

/**
 * The decision, from facts alone. `not_found` when a relationship is all that is missing, so that nobody learns
 * that a person or a record exists; `forbidden` when the caller's role can never do this, whoever is asked about.
 */
export function decide(question: Question): Decision {
  const rule: AccessRule = ACCESS[question.action];
  const { caller, personId } = question;
  if (rule.anyone === true) return { kind: 'admitted', relationship: null };
  switch (caller.kind) {
    // The operator acts through the control socket, which no route is served on.
    case 'operator':
    case 'nobody':
      return refused(rule.share === true ? 'share_ended' : 'not_signed_in');
    case 'share-holder':
      if (rule.share !== true) return refused('not_signed_in');
      return isAlive(caller.share, question) && caller.share.ownerId === personId
        ? { kind: 'admitted', relationship: 'share' }
        : refused('share_ended');
    case 'person':
      return decideForPerson(rule, caller, question);
  }
}

/** First from where, then what the session has shown, then whose data it is, last how long ago it was shown. */
function decideForPerson(rule: AccessRule, caller: PersonCaller, question: Question): Decision {
  if (caller.isElsewhere === true) return refused('address_not_allowed');
  const lacking = whatIsLacking(rule, caller);
  if (lacking !== undefined) return refused(lacking);
  const relationship = relationshipTo(rule, caller, question.personId);
  if (relationship === 'forbidden' || relationship === 'not_found') return refused(relationship);
  if (rule.fresh === true && question.now.getTime() - caller.provedAt.getTime() > FRESH_MS)
    return refused('step_up_needed');
  return { kind: 'admitted', relationship };
}

type PersonCaller = Extract<Caller, { kind: 'person' }>;

function whatIsLacking(rule: AccessRule, { needs }: PersonCaller) {
  if (needs === 'second-factor' && rule.shown !== 'nothing') return 'second_factor_needed';
  if (needs === 'second-factor-set-up' && rule.shown === undefined)
    return 'second_factor_set_up_needed';
  return undefined;
}

function relationshipTo(
  rule: AccessRule,
  caller: PersonCaller,
  personId: string | null,
): Relationship | null | 'forbidden' | 'not_found' {
  const may = (roles: readonly Role[] | undefined): boolean =>
    roles?.includes(caller.role) === true;
  if (may(rule.signedIn)) return null;
  if (may(rule.administration)) return 'administration';
  if (!may(rule.self)) return 'forbidden';
  return caller.personId === personId ? 'self' : 'not_found';
}

/** `share.open` uses up one opening; a document of an opened share needs none left. */
function isAlive(share: ShareFacts, question: Question): boolean {
  const openingsLeft = share.opensMost === null || share.opened < share.opensMost;
  return (
    share.revokedAt === null &&
    share.expiresAt.getTime() > question.now.getTime() &&
    (question.action === 'share.read-document' ? share.opened > 0 : openingsLeft)
  );
}

function refused(code: Extract<Decision, { kind: 'refused' }>['code']): Decision {
  return { kind: 'refused', code };
}
