import type { Action, ProblemCode, Role } from '@wardkeep/contract';
import type { Caller, ShareFacts } from './credential.ts';

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
  'account.list': { administration: ADMIN },
  'account.read': { self: ALL },
  'account.set-up': { anyone: true },
  'account.sign-up': { anyone: true },
  'audit.read': { self: PATIENT },
  'chart.read': { self: PATIENT },
  'document.create': { self: PATIENT },
  'document.delete': { self: PATIENT },
  'document.list': { self: PATIENT },
  'document.read': { self: PATIENT },
  'document.upload': { self: PATIENT },
  'erasure.cancel': { self: PATIENT },
  'erasure.confirm': { self: PATIENT },
  'erasure.read': { self: PATIENT },
  // Whoever holds the link: the account is gone.
  'erasure.read-certificate': { anyone: true },
  'erasure.request': { self: PATIENT },
  'invitation.accept': { anyone: true },
  'invitation.create': { signedIn: ADMIN },
  'record.create': { self: PATIENT },
  'record.import': { self: PATIENT },
  'record.read': { self: PATIENT },
  'recovery.confirm': { signedIn: ADMIN },
  'recovery.make': { signedIn: ADMIN },
  'session.refresh': { anyone: true },
  'session.sign-in': { anyone: true },
  'session.sign-out': { anyone: true },
  'share.create': { self: PATIENT },
  'share.list': { self: PATIENT },
  'share.open': { share: true },
  'share.read-document': { share: true },
  'share.revoke': { self: PATIENT },
  'system.describe': { anyone: true },
  'system.read': { signedIn: ADMIN },
  'system.read-report': { signedIn: ADMIN },
} as const satisfies Record<Action, AccessRule>;

export type Decision =
  | { readonly kind: 'admitted'; readonly relationship: Relationship | null }
  | {
      readonly kind: 'refused';
      readonly code: Extract<
        ProblemCode,
        'forbidden' | 'not_found' | 'not_signed_in' | 'share_ended'
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
      return decideForPerson(rule, caller, personId);
  }
}

function decideForPerson(
  rule: AccessRule,
  caller: { personId: string; role: Role },
  personId: string | null,
): Decision {
  const may = (roles: readonly Role[] | undefined): boolean =>
    roles?.includes(caller.role) === true;
  if (may(rule.signedIn)) return { kind: 'admitted', relationship: null };
  if (may(rule.administration)) return { kind: 'admitted', relationship: 'administration' };
  if (!may(rule.self)) return refused('forbidden');
  return caller.personId === personId
    ? { kind: 'admitted', relationship: 'self' }
    : refused('not_found');
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
