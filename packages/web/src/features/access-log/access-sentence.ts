import type { AccessLogEntry, Action, OperatorAction } from '@wardkeep/contract';
import type { Format } from '../../ui/format.ts';
import type { MessageKey, Text } from '../../ui/text.ts';
import type { RecordWords } from '../records/index.ts';
import { typeCounts } from './access-days.ts';

export interface SentenceParts {
  readonly t: Text;
  readonly format: Format;
  readonly words: RecordWords;
  /** A share's label by its id, as far as this person still has it. */
  readonly shareLabel: (id: string) => string | undefined;
  /** Told to security officers, who are not whose data it is. */
  readonly isOfficer?: boolean;
  /** The reader's own account and chart, unless said; a guardian reads another's. */
  readonly isOwn?: boolean;
}

/** What a sentence is made of: an entry of a person's own list, or an event that the audit log was searched for. */
export type Told = Pick<
  AccessLogEntry,
  'action' | 'outcome' | 'actor' | 'resources' | 'resourceCount' | 'isAltered'
>;

/** One access as a sentence: `You opened 3 results.` */
export function accessSentence(entry: Told, parts: SentenceParts): string {
  // Whom it names now, or that it names nobody, is what somebody made of it.
  if (entry.isAltered) return parts.t('access.altered');
  const deed = isAction(entry.action) ? DEEDS[entry.action] : 'did.other';
  const tried = entry.outcome === 'success' ? 'no' : 'yes';
  const isAnothers = parts.isOwn === false && SIGN_INS.has(entry.action);
  const whose = parts.isOfficer === true || isAnothers ? 'theirs' : 'yours';
  const what = parts.t(deed, { tried, whose, things: things(entry, parts), action: entry.action });
  return parts.t('access.sentence', { ...actor(entry, parts), what });
}

/** What the reader did themself, as far as the log can tell. */
export function isOwnDeed({ action, outcome, actor }: Told, isOwn: boolean): boolean {
  if (actor.kind === 'you' || action === 'account.sign-up') return true;
  return isOwn && isSignIn({ action, outcome, actor });
}

/** Somebody became whose account it is: nobody was signed in yet, and whoever it was had the password or passkey. */
function isSignIn({ action, outcome, actor }: Pick<Told, 'action' | 'outcome' | 'actor'>): boolean {
  return actor.kind === 'nobody' && outcome === 'success' && SIGN_INS.has(action);
}

const SIGN_INS: ReadonlySet<string> = new Set(['session.sign-in', 'session.prove-passkey']);

function actor(entry: Told, { t, shareLabel, isOfficer = false, isOwn = true }: SentenceParts) {
  const { kind, id, displayName } = entry.actor;
  const label = kind === 'share-link' && id !== null ? shareLabel(id) : undefined;
  const isNamed = kind === 'person' && displayName !== null;
  return {
    who: who(entry, { isNamed, isOfficer, isOwn }),
    name: displayName ?? '',
    theLink: label === undefined ? t('access.aLink') : t('access.theLink', { label }),
  };
}

interface Reading {
  readonly isNamed: boolean;
  readonly isOfficer: boolean;
  readonly isOwn: boolean;
}

function who(entry: Told, { isNamed, isOfficer, isOwn }: Reading): string {
  const {
    action,
    actor: { kind },
  } = entry;
  if (isSignIn(entry)) return isOwn && !isOfficer ? 'you' : 'owner';
  if (kind === 'nobody' && SIGN_INS.has(action)) return 'anybody';
  // Nobody was signed in yet, and it was them.
  if (action === 'account.sign-up' && !isOfficer) return 'you';
  if (kind === 'person') return isNamed ? 'named' : isOfficer ? 'someone' : 'person';
  return WHO[kind] ?? kind;
}

/** An ICU select has no hyphens in its choices. */
const WHO: Readonly<Record<string, string>> = { 'share-link': 'link' };

/** `2 results and 1 visit` when all are listed, else how many. */
function things(entry: Told, { t, format, words }: SentenceParts): string {
  const { resources, resourceCount } = entry;
  if (resourceCount === 0 || resources.length < resourceCount) {
    return t('access.things', { count: resourceCount });
  }
  const kinds = [...typeCounts(entry)].map(
    ([type, count]) => `${format.number(count)} ${words.kind(type, count)}`,
  );
  return kinds.length > 3 ? t('access.things', { count: resourceCount }) : format.list(kinds);
}

/** A list sent by a newer server can hold actions that this page has no words for. */
function isAction(action: string): action is Deed {
  return Object.hasOwn(DEEDS, action);
}

type Deed = Action | OperatorAction;

const DEEDS: Readonly<Record<Deed, MessageKey>> = {
  'access-table.read': 'did.access-table.read',
  'account-recovery.approve': 'did.account-recovery.approve',
  'account-recovery.cancel': 'did.account-recovery.cancel',
  'account-recovery.list': 'did.account-recovery.list',
  'account-recovery.refuse': 'did.account-recovery.refuse',
  'account-recovery.request': 'did.account-recovery.request',
  'account.change-email': 'did.account.change-email',
  'account.change-password': 'did.account.change-password',
  'account.complete-sign-up': 'did.account.complete-sign-up',
  'account.confirm-email-change': 'did.account.confirm-email-change',
  'account.deactivate': 'did.account.deactivate',
  'account.list': 'did.account.list',
  'account.read': 'did.account.read',
  'account.read-security': 'did.account.read-security',
  'account.request-password-reset': 'did.account.request-password-reset',
  'account.reset-password': 'did.account.reset-password',
  'account.resume': 'did.account.resume',
  'account.set-up': 'did.account.set-up',
  'account.sign-up': 'did.account.sign-up',
  'account.suspend': 'did.account.suspend',
  'alert.acknowledge': 'did.alert.acknowledge',
  'alert.list': 'did.alert.list',
  'audit-event.search': 'did.audit-event.search',
  'audit.answer': 'did.audit.answer',
  'audit.ask': 'did.audit.ask',
  'audit.begin-log': 'did.audit.begin-log',
  'audit.check': 'did.audit.check',
  'audit.export': 'did.audit.export',
  'audit.hold': 'did.audit.hold',
  'audit.list-questions': 'did.audit.list-questions',
  'audit.read': 'did.audit.read',
  'audit.read-checkpoints': 'did.audit.read-checkpoints',
  'audit.read-consistency': 'did.audit.read-consistency',
  'audit.read-proof': 'did.audit.read-proof',
  'audit.release': 'did.audit.release',
  'audit.retire': 'did.audit.retire',
  'audit.search': 'did.audit.search',
  'audit.verify': 'did.audit.verify',
  'care-team.add': 'did.care-team.add',
  'care-team.read': 'did.care-team.read',
  'care-team.remove': 'did.care-team.remove',
  'chart.read': 'did.chart.read',
  'consent.accept': 'did.consent.accept',
  'consent.decline': 'did.consent.decline',
  'consent.list': 'did.consent.list',
  'consent.narrow': 'did.consent.narrow',
  'consent.offer': 'did.consent.offer',
  'consent.read-history': 'did.consent.read-history',
  'consent.read-offer': 'did.consent.read-offer',
  'consent.revoke': 'did.consent.revoke',
  'consent.widen': 'did.consent.widen',
  'dependant.accept-hand-over': 'did.dependant.accept-hand-over',
  'dependant.add': 'did.dependant.add',
  'dependant.hand-over': 'did.dependant.hand-over',
  'device.forget': 'did.device.forget',
  'device.rename': 'did.device.rename',
  'document.create': 'did.document.create',
  'document.delete': 'did.document.delete',
  'document.list': 'did.document.list',
  'document.read': 'did.document.read',
  'document.upload': 'did.document.upload',
  'emergency.dispute': 'did.emergency.dispute',
  'emergency.list': 'did.emergency.list',
  'emergency.list-reviews': 'did.emergency.list-reviews',
  'emergency.open': 'did.emergency.open',
  'emergency.remind': 'did.emergency.remind',
  'emergency.review': 'did.emergency.review',
  'erasure.cancel': 'did.erasure.cancel',
  'erasure.confirm': 'did.erasure.confirm',
  'erasure.read': 'did.erasure.read',
  'erasure.read-certificate': 'did.erasure.read-certificate',
  'erasure.request': 'did.erasure.request',
  'escrow.compare': 'did.escrow.compare',
  'escrow.settle': 'did.escrow.settle',
  'export.chart': 'did.export.chart',
  'export.de-identified': 'did.export.de-identified',
  'export.organisation': 'did.export.organisation',
  'guardian.accept': 'did.guardian.accept',
  'guardian.end': 'did.guardian.end',
  'guardian.list': 'did.guardian.list',
  'guardian.offer': 'did.guardian.offer',
  'invitation.accept': 'did.invitation.accept',
  'invitation.create': 'did.invitation.create',
  'key.reseal': 'did.key.reseal',
  'keys.destroy': 'did.keys.destroy',
  'keys.generate': 'did.keys.generate',
  'keys.migrate': 'did.keys.migrate',
  'keys.recover': 'did.keys.recover',
  'keys.restore': 'did.keys.restore',
  'keys.revoke': 'did.keys.revoke',
  'keys.rotate': 'did.keys.rotate',
  'keys.unlock': 'did.keys.unlock',
  'mail.send': 'did.mail.send',
  'organisation.add-member': 'did.organisation.add-member',
  'organisation.create': 'did.organisation.create',
  'organisation.list': 'did.organisation.list',
  'organisation.list-own': 'did.organisation.list-own',
  'organisation.remove-member': 'did.organisation.remove-member',
  'organisation.rename': 'did.organisation.rename',
  'passkey.add': 'did.passkey.add',
  'passkey.begin': 'did.passkey.begin',
  'passkey.remove': 'did.passkey.remove',
  'passkey.rename': 'did.passkey.rename',
  'patient.import': 'did.patient.import',
  'person.erase': 'did.person.erase',
  'person.hold': 'did.person.hold',
  'person.index': 'did.person.index',
  'person.release': 'did.person.release',
  'person.resume': 'did.person.resume',
  'person.suspend': 'did.person.suspend',
  'pseudonym.approve': 'did.pseudonym.approve',
  'pseudonym.list': 'did.pseudonym.list',
  'pseudonym.read': 'did.pseudonym.read',
  'pseudonym.refuse': 'did.pseudonym.refuse',
  'pseudonym.request': 'did.pseudonym.request',
  'record.create': 'did.record.create',
  'record.delete': 'did.record.delete',
  'record.find': 'did.record.find',
  'record.import': 'did.record.import',
  'record.read': 'did.record.read',
  'record.read-all': 'did.record.read-all',
  'record.read-history': 'did.record.read-history',
  'record.search': 'did.record.search',
  'record.summarise': 'did.record.summarise',
  'record.update': 'did.record.update',
  'record.validate': 'did.record.validate',
  'recovery-codes.make': 'did.recovery-codes.make',
  'recovery.confirm': 'did.recovery.confirm',
  'recovery.make': 'did.recovery.make',
  'recovery.test': 'did.recovery.test',
  'relationship.accept-proposal': 'did.relationship.accept-proposal',
  'relationship.check': 'did.relationship.check',
  'relationship.decline-proposal': 'did.relationship.decline-proposal',
  'relationship.leave': 'did.relationship.leave',
  'relationship.list': 'did.relationship.list',
  'request.limited': 'did.request.limited',
  'security.read-dashboard': 'did.security.read-dashboard',
  'session.end': 'did.session.end',
  'session.end-others': 'did.session.end-others',
  'session.passkey-options': 'did.session.passkey-options',
  'session.prove-code': 'did.session.prove-code',
  'session.prove-passkey': 'did.session.prove-passkey',
  'session.prove-password': 'did.session.prove-password',
  'session.read': 'did.session.read',
  'session.read-keys': 'did.session.read-keys',
  'session.refresh': 'did.session.refresh',
  'session.sign-in': 'did.session.sign-in',
  'session.sign-out': 'did.session.sign-out',
  'share.create': 'did.share.create',
  'share.list': 'did.share.list',
  'share.open': 'did.share.open',
  'share.read-document': 'did.share.read-document',
  'share.revoke': 'did.share.revoke',
  'system.describe': 'did.system.describe',
  'system.read': 'did.system.read',
  'system.read-report': 'did.system.read-report',
  'totp.begin': 'did.totp.begin',
  'totp.confirm': 'did.totp.confirm',
  'totp.remove': 'did.totp.remove',
};
