import type { Action, ProblemCode, Role } from '@wardkeep/contract';
import type { Caller, ShareFacts } from './credential.ts';
import type { GrantFacts } from './grants.ts';
import { FRESH_MS } from './session-policy.ts';

/** Why a caller is let in to one person's data. There is no other way in. */
export type Relationship =
  | 'self'
  | 'enrolment'
  | 'guardian'
  | 'consent'
  | 'care-team'
  | 'emergency'
  | 'offer'
  | 'share'
  | 'membership'
  | 'administration';

/**
 * Who may do what. A member that is missing is a no; `anyone` asks for no session at all.
 *
 * - `self`: the caller's own data, for these roles.
 * - `guardian`: a dependant's data, for these roles.
 * - `granted`: the data of whoever consented to it, to the caller or to their care team, within the terms.
 * - `emergency`: the data of whoever's glass the caller broke, while it lasts.
 * - `breaks`: whoever may break the glass, for these roles: it opens nothing by itself.
 * - `makes`: whoever makes a new person with this request, for these roles.
 * - `enrols`: whoever brings a new person along for their organisation with this request, for these roles.
 * - `offer`: whoever holds the link of an offer, for these roles: its own words and nothing of the chart.
 * - `share`: whoever holds a link that is alive; what it covers is decided by its token.
 * - `member`: the directory of an organisation in which the caller works, for these roles. Never a chart.
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
  readonly guardian?: readonly Role[];
  /** A guardian may, even when the dependant is of age. */
  readonly ofAge?: true;
  readonly granted?: readonly Role[];
  /** Of `granted`, the care team alone. */
  readonly teamOnly?: true;
  /** What the terms of a consent must allow, beyond seeing. */
  readonly terms?: 'write' | 'share';
  readonly emergency?: readonly Role[];
  readonly breaks?: readonly Role[];
  readonly makes?: readonly Role[];
  readonly enrols?: readonly Role[];
  readonly offer?: readonly Role[];
  readonly share?: true;
  readonly member?: readonly Role[];
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
/** Family and staff that a patient can consent to. */
const OTHERS: readonly Role[] = [
  'provider',
  'carer',
  'patient',
  'radiologist',
  'technologist',
  'client',
];
/** Who sees real records; what a client sees is made for it. */
const READERS: readonly Role[] = ['provider', 'carer', 'patient', 'radiologist', 'technologist'];
/** Who sees what is stored, and so can say what is to stand in its place: a technologist sees too little of it. */
const CHANGERS: readonly Role[] = ['provider', 'carer', 'patient', 'radiologist'];
/** Who sees files: a technologist adds them and sees none. */
const FILE_READERS: readonly Role[] = ['provider', 'carer', 'patient', 'radiologist'];
const CLINICIANS: readonly Role[] = ['provider', 'radiologist'];
/** Who can be a member of an organisation. */
const STAFF: readonly Role[] = [
  'admin',
  'provider',
  'carer',
  'radiologist',
  'technologist',
  'client',
];
const PROVIDER: readonly Role[] = ['provider'];
const CLIENT: readonly Role[] = ['client'];
/** Who treats people, and so can be in a care team. */
const TEAM: readonly Role[] = ['provider', 'carer', 'radiologist', 'technologist'];

export const ACCESS = {
  'access-table.read': { signedIn: ADMIN },
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
  'alert.acknowledge': { signedIn: ADMIN },
  'alert.list': { signedIn: ADMIN },
  'audit-event.search': { self: PATIENT, guardian: PATIENT },
  'audit.answer': { signedIn: ADMIN },
  'audit.ask': { self: PATIENT, guardian: PATIENT },
  'audit.list-questions': { signedIn: ADMIN },
  'audit.read': { self: PATIENT, guardian: PATIENT },
  // What they say is in every copy of the log that is kept outside.
  'audit.read-checkpoints': { anyone: true },
  'audit.read-consistency': { anyone: true },
  'audit.read-proof': { self: PATIENT, guardian: PATIENT },
  // Who did what, and to whom; never which records.
  'audit.search': { signedIn: ADMIN },
  'care-team.add': { granted: TEAM, teamOnly: true },
  'care-team.read': { self: PATIENT, guardian: PATIENT, granted: TEAM, teamOnly: true },
  'care-team.remove': { self: PATIENT, guardian: PATIENT, granted: TEAM, teamOnly: true },
  'chart.read': { self: PATIENT, guardian: PATIENT, granted: OTHERS, emergency: CLINICIANS },
  'consent.accept': { offer: OTHERS },
  'consent.decline': { offer: OTHERS },
  'consent.list': { self: PATIENT, guardian: PATIENT },
  'consent.narrow': { self: PATIENT, guardian: PATIENT },
  'consent.offer': { self: PATIENT, guardian: PATIENT, fresh: true },
  'consent.read-history': { self: PATIENT, guardian: PATIENT },
  'consent.read-offer': { offer: OTHERS },
  'consent.revoke': { self: PATIENT, guardian: PATIENT },
  'consent.widen': { self: PATIENT, guardian: PATIENT, fresh: true },
  'dependant.accept-hand-over': { anyone: true },
  'dependant.add': { makes: PATIENT },
  'dependant.hand-over': { guardian: PATIENT, ofAge: true, fresh: true },
  'device.forget': { self: ALL, shown: 'password' },
  'device.rename': { self: ALL, shown: 'password' },
  'document.create': { self: PATIENT, guardian: PATIENT, granted: READERS, terms: 'write' },
  'document.delete': { self: PATIENT, guardian: PATIENT },
  'document.list': {
    self: PATIENT,
    guardian: PATIENT,
    granted: FILE_READERS,
    emergency: CLINICIANS,
  },
  'document.read': {
    self: PATIENT,
    guardian: PATIENT,
    granted: FILE_READERS,
    emergency: CLINICIANS,
  },
  'document.upload': { self: PATIENT, guardian: PATIENT, granted: READERS, terms: 'write' },
  'emergency.dispute': { self: PATIENT, guardian: PATIENT },
  'emergency.list': { self: PATIENT, guardian: PATIENT },
  'emergency.list-reviews': { signedIn: ADMIN },
  'emergency.open': { breaks: CLINICIANS, fresh: true },
  'emergency.review': { signedIn: ADMIN, fresh: true },
  'erasure.cancel': { self: PATIENT },
  'erasure.confirm': { self: PATIENT, fresh: true },
  'erasure.read': { self: PATIENT },
  // Whoever holds the link: the account is gone.
  'erasure.read-certificate': { anyone: true },
  'erasure.request': { self: PATIENT, fresh: true },
  // Breaking the glass is for looking, not for taking along.
  'export.chart': { self: PATIENT, guardian: PATIENT, granted: FILE_READERS },
  'export.de-identified': { granted: CLIENT, fresh: true },
  'export.organisation': { granted: PROVIDER, teamOnly: true, fresh: true },
  'guardian.accept': { offer: PATIENT },
  'guardian.end': { guardian: PATIENT },
  'guardian.list': { guardian: PATIENT },
  'guardian.offer': { guardian: PATIENT, fresh: true },
  'invitation.accept': { anyone: true },
  // Another administrator has proofs of their own, and so opens whatever asks for a fresh one.
  'invitation.create': { signedIn: ADMIN, fresh: true },
  'organisation.add-member': { signedIn: ADMIN, fresh: true },
  'organisation.create': { signedIn: ADMIN, fresh: true },
  'organisation.list': { administration: ADMIN },
  'organisation.list-own': { self: STAFF },
  'organisation.remove-member': { signedIn: ADMIN, fresh: true },
  'organisation.rename': { signedIn: ADMIN, fresh: true },
  'passkey.add': { self: ALL, shown: 'password', fresh: true },
  'passkey.begin': { self: ALL, shown: 'password', fresh: true },
  'passkey.remove': { self: ALL, fresh: true },
  'passkey.rename': { self: ALL, shown: 'password' },
  'patient.import': { enrols: PROVIDER, granted: PROVIDER, terms: 'write', fresh: true },
  'pseudonym.approve': { signedIn: ADMIN, fresh: true },
  'pseudonym.list': { signedIn: ADMIN },
  'pseudonym.read': { signedIn: ADMIN, fresh: true },
  'pseudonym.refuse': { signedIn: ADMIN, fresh: true },
  'pseudonym.request': { signedIn: ADMIN, fresh: true },
  'record.create': {
    self: PATIENT,
    guardian: PATIENT,
    granted: READERS,
    terms: 'write',
    member: TEAM,
  },
  'record.delete': {
    self: PATIENT,
    guardian: PATIENT,
    granted: CHANGERS,
    terms: 'write',
    member: TEAM,
  },
  'record.find': { self: PATIENT, guardian: PATIENT, granted: READERS, emergency: CLINICIANS },
  'record.import': { self: PATIENT, guardian: PATIENT, granted: READERS, terms: 'write' },
  'record.read': {
    self: PATIENT,
    guardian: PATIENT,
    granted: READERS,
    emergency: CLINICIANS,
    member: TEAM,
  },
  'record.read-all': { self: PATIENT, guardian: PATIENT, granted: READERS, emergency: CLINICIANS },
  'record.read-history': {
    self: PATIENT,
    guardian: PATIENT,
    granted: READERS,
    emergency: CLINICIANS,
    member: TEAM,
  },
  'record.search': {
    self: PATIENT,
    guardian: PATIENT,
    granted: READERS,
    emergency: CLINICIANS,
    member: TEAM,
  },
  'record.summarise': { self: PATIENT, guardian: PATIENT, granted: READERS, emergency: CLINICIANS },
  'record.update': {
    self: PATIENT,
    guardian: PATIENT,
    granted: CHANGERS,
    terms: 'write',
    member: TEAM,
  },
  // Of nobody here: what was sent is looked at, and nothing of it is kept.
  'record.validate': { signedIn: READERS },
  'recovery-codes.make': { self: ALL, fresh: true },
  // Part of the first set-up: it says that a paper is printed, and opens nothing.
  'recovery.confirm': { signedIn: ADMIN, shown: 'password' },
  'recovery.make': { signedIn: ADMIN, fresh: true },
  'relationship.accept-proposal': { granted: OTHERS },
  'relationship.check': { signedIn: OTHERS },
  'relationship.decline-proposal': { granted: OTHERS },
  'relationship.leave': { granted: OTHERS, emergency: CLINICIANS },
  'relationship.list': { guardian: PATIENT, granted: OTHERS, emergency: CLINICIANS },
  'security.read-dashboard': { signedIn: ADMIN },
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
  'share.create': {
    self: PATIENT,
    guardian: PATIENT,
    granted: FILE_READERS,
    terms: 'share',
    fresh: true,
  },
  'share.list': { self: PATIENT, guardian: PATIENT, granted: FILE_READERS, terms: 'share' },
  'share.open': { share: true },
  'share.read-document': { share: true },
  'share.revoke': { self: PATIENT, guardian: PATIENT, granted: FILE_READERS, terms: 'share' },
  'system.describe': { anyone: true },
  'system.read': { signedIn: ADMIN },
  'system.read-report': { signedIn: ADMIN },
  'totp.begin': { self: ALL, shown: 'password', fresh: true },
  'totp.confirm': { self: ALL, shown: 'password', fresh: true },
  'totp.remove': { self: ALL, fresh: true },
} as const satisfies Record<Action, AccessRule>;

export type Decision =
  | {
      readonly kind: 'admitted';
      readonly relationship: Relationship | null;
      /** Those that let the caller in, before their terms are opened; none where no grant is needed. */
      readonly grants: readonly GrantFacts[];
    }
  | { readonly kind: 'refused'; readonly code: RefusedCode };

type RefusedCode = Extract<
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

export interface Question {
  readonly action: Action;
  readonly caller: Caller;
  /** Whose data; null when the action is about nobody's, or when there is no such person. */
  readonly personId: string | null;
  readonly now: Date;
  /** What this caller was granted of this person, and what is offered by the link that was shown. */
  readonly grants?: readonly GrantFacts[];
  /** Made by this very request. */
  readonly isNew?: boolean;
  /** It is about the directory of an organisation in which the caller works now. */
  readonly isMember?: boolean;
}

/**
 * The decision, from facts alone. `not_found` when a relationship is all that is missing, so that nobody learns
 * that a person or a record exists; `forbidden` when the caller's role can never do this, whoever is asked about.
 */
export function decide(question: Question): Decision {
  const rule: AccessRule = ACCESS[question.action];
  const { caller, personId } = question;
  if (rule.anyone === true) return admitted(null);
  switch (caller.kind) {
    // The operator acts through the control socket, which no route is served on.
    case 'operator':
    case 'nobody':
      return refused(rule.share === true ? 'share_ended' : 'not_signed_in');
    case 'share-holder':
      if (rule.share !== true) return refused('not_signed_in');
      return isAlive(caller.share, question) && caller.share.ownerId === personId
        ? admitted('share')
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
  const isStale =
    rule.fresh === true && question.now.getTime() - caller.provedAt.getTime() > FRESH_MS;
  // Before whoever is looked for is known: else the answer would tell that they exist.
  if (isStale && rule.breaks?.includes(caller.role) === true) return refused('step_up_needed');
  const way = wayIn(rule, caller, question);
  if (way.kind === 'admitted') return isStale ? refused('step_up_needed') : way;
  // Asked of nobody in particular yet, this says whether the caller may ask at all: without the proof they may not.
  const isOfNobody = question.personId === null && way.code === 'not_found';
  return isStale && isOfNobody ? refused('step_up_needed') : way;
}

type PersonCaller = Extract<Caller, { kind: 'person' }>;

function whatIsLacking(rule: AccessRule, { needs }: PersonCaller) {
  if (needs === 'second-factor' && rule.shown !== 'nothing') return 'second_factor_needed';
  if (needs === 'second-factor-set-up' && rule.shown === undefined)
    return 'second_factor_set_up_needed';
  return undefined;
}

function wayIn(rule: AccessRule, caller: PersonCaller, question: Question): Decision {
  const { personId, now, grants = [], isNew = false, isMember = false } = question;
  const may = (roles: readonly Role[] | undefined): boolean =>
    roles?.includes(caller.role) === true;
  if (may(rule.signedIn)) return admitted(null);
  if (may(rule.administration)) return admitted('administration');
  if (may(rule.member) && isMember) return admitted('membership');
  if (may(rule.self) && caller.personId === personId) return admitted('self');
  if (may(rule.makes) && isNew) return admitted('guardian');
  if (may(rule.enrols) && isNew) return admitted('enrolment');
  if (may(rule.breaks) && personId !== null) return admitted('emergency');
  const alive = grants.filter(
    (grant) => may(rolesFor(rule, grant)) && grant.patientId === personId && holds(grant, now),
  );
  const [first] = STRONGEST_FIRST.filter((kind) => alive.some((grant) => wayOf(grant) === kind));
  if (first !== undefined) return admitted(first, alive);
  return refused(WAYS.some((way) => may(rule[way])) ? 'not_found' : 'forbidden');
}

/** Ways for which it takes a relationship; working somewhere is none to a person, and says nothing of a chart. */
const WAYS = [
  'self',
  'guardian',
  'granted',
  'emergency',
  'offer',
  'breaks',
  'makes',
  'enrols',
] as const;

/** Whoever broke the glass is on record for it in all that they open, even where a consent would have done. */
const STRONGEST_FIRST = ['emergency', 'guardian', 'consent', 'care-team', 'offer'] as const;

function rolesFor(rule: AccessRule, grant: GrantFacts): readonly Role[] | undefined {
  switch (wayOf(grant)) {
    case 'guardian':
      return rule.guardian;
    case 'consent':
      return rule.teamOnly === true ? undefined : rule.granted;
    case 'care-team':
      return rule.granted?.filter((role) => TEAM.includes(role));
    case 'emergency':
      return rule.emergency;
    case 'offer':
      return rule.offer;
  }
}

function wayOf({ kind, isOffered }: GrantFacts): (typeof STRONGEST_FIRST)[number] {
  return isOffered ? 'offer' : kind;
}

function holds({ isOffered, validFrom, validUntil }: GrantFacts, now: Date): boolean {
  return (isOffered || validFrom <= now) && (validUntil === null || now < validUntil);
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

function admitted(
  relationship: Relationship | null,
  grants: readonly GrantFacts[] = [],
): Extract<Decision, { kind: 'admitted' }> {
  return { kind: 'admitted', relationship, grants };
}

function refused(code: RefusedCode): Extract<Decision, { kind: 'refused' }> {
  return { kind: 'refused', code };
}
