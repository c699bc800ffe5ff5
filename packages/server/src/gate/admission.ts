import type { Action } from '@wardkeep/contract';
import { DatabaseError } from '../db/database-error.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { grantName } from '../db/sealed-columns.ts';
import type { KeyedHashes } from '../vault/index.ts';
import {
  ACCESS,
  decide,
  type AccessRule,
  type Decision,
  type Relationship,
} from './access-rules.ts';
import type { Caller } from './credential.ts';
import { readCaller, type CallerFacts, type OnSeen } from './facts-store.ts';
import { isEventAbout } from '../audit/index.ts';
import { openEvents, openFound } from './opened-events.ts';
import { openQuestions } from './opened-questions.ts';
import type { Gate } from './gate.ts';
import { readGrants, readOffered } from './grants-store.ts';
import { deidentify } from './deidentify.ts';
import { grantedView } from './granted-view.ts';
import type { GrantFacts, OpenedGrant, ShownOffer } from './grants.ts';
import { readEventProof } from './log-proofs.ts';
import { namesOf } from './names.ts';
import { clientPurpose, pseudonymsOf } from './pseudonyms.ts';
import { Refusal } from './refusal.ts';
import type { ClientFacts, UntrustedRequest } from './request.ts';
import { scopeVault } from './scope-vault.ts';
import { makeScope, type PersonScope, type Touched } from './scope.ts';
import { see } from './see.ts';
import { termsAllow } from './terms-rules.ts';
import type { Pseudonyms } from './views/deidentified.ts';
import { viewOf } from './views/view.ts';

export interface Admitted<Purpose extends KeyPurpose> {
  readonly scope: PersonScope<Purpose>;
  readonly touched: Touched;
}

export interface Asked<Purpose extends KeyPurpose> {
  readonly action: Action;
  readonly opens: Purpose;
  readonly personId: string | null;
  readonly client: ClientFacts;
  /** The offer whose link was shown, where the rule has use for one. */
  readonly offer?: ShownOffer | undefined;
  /** Made by this very request. */
  readonly isNew?: boolean;
}

type WhatIsAsked = Pick<Asked<KeyPurpose>, 'action' | 'personId' | 'offer' | 'isNew'>;

/** Who asks, in this transaction. Facts only; nothing is decided yet. */
export async function identify(
  gate: Gate,
  tx: Tx,
  request: UntrustedRequest,
  onSeen: OnSeen,
): Promise<Caller> {
  const facts = callerFacts(gate, request.isBackground ? undefined : onSeen);
  return placed(gate, await readCaller(tx, request.credential, facts), request.address);
}

/** The same caller, with what their role says about where they ask from. */
export function placed(
  { sessionPolicy }: Pick<Gate, 'sessionPolicy'>,
  caller: Caller,
  address: string | null,
): Caller {
  return caller.kind !== 'person' || sessionPolicy.allowsAddress(caller.role, address)
    ? caller
    : { ...caller, isElsewhere: true };
}

function callerFacts(gate: Gate, onSeen?: OnSeen): CallerFacts {
  return { hashes: gate.hashes, policy: gate.sessionPolicy, now: gate.now(), onSeen };
}

/** The same for whoever only looks again: a stream that goes on, a body that has not been read. */
export async function identifyAgain(gate: Gate, tx: Tx, shown: Shown): Promise<Caller> {
  const caller = await readCaller(tx, shown.credential, callerFacts(gate));
  return placed(gate, caller, shown.address);
}

/** What was shown, and from where. */
export type Shown = Pick<UntrustedRequest, 'credential' | 'address'>;

/**
 * Decides on what is in the open, unlocks the keys of one purpose, and opens the terms that let the caller in.
 * @throws {@link Refusal} when the rules, the facts or the terms say no, or the person's key is gone.
 */
export async function admit<Purpose extends KeyPurpose>(
  gate: Gate,
  tx: Tx,
  caller: Caller,
  asked: Asked<Purpose>,
): Promise<Admitted<Purpose>> {
  const { personId, action, opens } = asked;
  const decision = await decideHere(gate, tx, caller, asked);
  if (decision.kind === 'refused') throw refusal(decision.code);
  if (personId === null || decision.relationship === null) throw refusal('not_found');
  const purposes: KeyPurpose[] = decision.grants.length === 0 ? [opens] : [opens, 'chart'];
  const rows = await gate.vault.readKeys(tx, [personId], purposes);
  const vault = gate.vault.unlock(rows, personId, opens);
  if (vault === undefined) throw refusal('not_found');
  const grants = openGrants(gate, rows, { action, personId, grants: decision.grants });
  const relationship = relationshipBy(grants, decision, { gate, caller, asked });
  const role = caller.kind === 'person' ? caller.role : null;
  const pseudonyms = pseudonymsFor(gate.hashes, caller, personId);
  const view = viewOf({ relationship, role, grants, pseudonyms, now: gate.now() });
  return makeScope({
    personId,
    caller,
    relationship,
    tx,
    view,
    grants,
    vault: scopeVault(vault, view),
    now: gate.now(),
    csrfToken: caller.kind === 'person' ? gate.hashes.csrf(caller.sessionId) : '',
    client: asked.client,
    gate,
    shareTokens: gate.shareTokens,
    resourceId: (type, fullUrl) => gate.hashes.resourceId({ personId, type, fullUrl }),
    events: (page) => openEvents(gate, tx, vault, page),
    findEvents: (search, page) => openFound(gate, tx, vault, { search, page }),
    hasEvent: (eventId) => isEventAbout(tx, gate.auditSealing, personId, eventId),
    openQuestions: (questions) => openQuestions(gate, tx, personId, questions),
    eventProof: (eventId) => readEventProof(gate, tx, { personId: vault.personId, eventId }),
    look: (records, isWanted) => see({ tx, gate, vault, view }, records, isWanted),
    lookAsGranted: (grantId) => grantedView(gate, tx, vault, grantId),
    takeAlong: (chart, options) => deidentify(gate, { tx, vault, view, caller }, chart, options),
    reveal: (type, name, sealed) => {
      const mayRead = type === 'Share' ? view.mayShare : view.mayRead(type);
      if (!mayRead) throw refusal('not_found');
      return vault.open(name, sealed);
    },
    lookUp: (ids) => namesOf(gate, tx, ids),
  });
}

/** Whether this caller may ask at all and now, whoever it is about: for lists that leave out what is not theirs. */
export function decideAtAll(gate: Gate, caller: Caller, action: Action): Refusal | undefined {
  const decision = decide({ action, caller, personId: null, now: gate.now() });
  if (decision.kind === 'admitted' || decision.code === 'not_found') return undefined;
  return refusal(decision.code);
}

/** What was granted is asked for only where the rule has use for it and the caller is not the person. */
export async function decideHere(
  gate: Gate,
  tx: Tx,
  caller: Caller,
  asked: WhatIsAsked,
): Promise<Decision> {
  const { action, personId, isNew = false } = asked;
  const grants = await grantsFor(gate, tx, caller, asked);
  return decide({ action, caller, personId, now: gate.now(), grants, isNew });
}

async function grantsFor(
  { hashes }: Gate,
  tx: Tx,
  caller: Caller,
  { action, personId, offer }: WhatIsAsked,
): Promise<readonly GrantFacts[]> {
  const rule: AccessRule = ACCESS[action];
  if (caller.kind !== 'person' || personId === null || caller.personId === personId) return [];
  if (rule.offer !== undefined) return offer ? readOffered(tx, hashes, offer) : [];
  const isGrantable = rule.guardian ?? rule.granted ?? rule.emergency;
  if (isGrantable === undefined) return [];
  return readGrants(tx, hashes, { granteeId: caller.personId, patientId: personId });
}

/** Those whose sealed terms still let the caller in. */
function openGrants(
  { vault, now }: Gate,
  rows: Parameters<Gate['vault']['unlock']>[0],
  asked: {
    readonly action: Action;
    readonly personId: string;
    readonly grants: readonly GrantFacts[];
  },
): readonly OpenedGrant[] {
  if (asked.grants.length === 0) return [];
  const chart = vault.unlock(rows, asked.personId, 'chart');
  if (chart === undefined) return [];
  const rule: AccessRule = ACCESS[asked.action];
  const opened = asked.grants.map((grant) => {
    const name = grantName(grant.grantId, grant.version);
    return { ...grant, detail: chart.open(name, grant.sealed) };
  });
  chart.close();
  return opened.filter(({ detail }) => termsAllow(rule, detail, now()));
}

/**
 * The relationship of what is left once the terms are known: a guardian's that ended by the age does not lend its view
 * to a consent beside it. @throws {@link Refusal} `not_found` when nothing is left.
 */
function relationshipBy(
  grants: readonly OpenedGrant[],
  decision: Extract<Decision, { kind: 'admitted' }>,
  { gate, caller, asked }: { readonly gate: Gate; readonly caller: Caller; readonly asked: Asking },
): Relationship {
  const { relationship } = decision;
  const isWhole = grants.length === decision.grants.length;
  if (isWhole && relationship !== null) return relationship;
  if (grants.length === 0) throw refusal('not_found');
  const { action, personId } = asked;
  const again = decide({ action, caller, personId, now: gate.now(), grants });
  if (again.kind === 'refused') throw refusal(again.code);
  if (again.relationship === null) throw refusal('not_found');
  return again.relationship;
}

type Asking = Pick<Asked<KeyPurpose>, 'action' | 'personId'>;

function pseudonymsFor(hashes: KeyedHashes, caller: Caller, patientId: string): Pseudonyms {
  const purpose = caller.kind === 'person' ? clientPurpose(caller.personId) : 'nobody';
  return pseudonymsOf(hashes, purpose, patientId);
}

/**
 * Why this caller could never be admitted to this action, whoever it is about; undefined when they could. For what must
 * be known before a large body is read; the gate decides again with the person.
 */
export async function whyNever(
  gate: Gate,
  shown: Shown,
  action: Action,
): Promise<Refusal | undefined> {
  try {
    const caller = await callerNow(gate, shown);
    const decision = decide({ action, caller, personId: ownerOf(caller), now: gate.now() });
    // Somebody else's data may be what they are after, and allowed.
    if (decision.kind !== 'refused' || decision.code === 'not_found') return undefined;
    return refusal(decision.code);
  } catch (cause) {
    if (!(cause instanceof DatabaseError)) throw cause;
    const detail = 'Wardkeep can’t do this now. Nothing was changed; try again in a moment.';
    return new Refusal('unavailable', detail, { cause });
  }
}

async function callerNow(gate: Gate, shown: Shown): Promise<Caller> {
  if (shown.credential.kind === 'none') return { kind: 'nobody' };
  return gate.db.transaction((tx) => identifyAgain(gate, tx, shown), { readOnly: true });
}

function ownerOf(caller: Caller): string | null {
  if (caller.kind === 'person') return caller.personId;
  return caller.kind === 'share-holder' ? caller.share.ownerId : null;
}

export function refusal(code: keyof typeof DETAIL): Refusal {
  return new Refusal(code, DETAIL[code]);
}

const DETAIL = {
  address_not_allowed:
    'Your role may not be signed in from this network. Use one of those that your administrator has set.',
  forbidden: 'Your role does not allow this.',
  not_found: 'There is nothing here, or it is not yours to see.',
  not_signed_in: 'Sign in first.',
  second_factor_needed: 'Finish signing in: this account has a second factor.',
  second_factor_set_up_needed:
    'Your role needs a second factor. Set one up under Account, Security; then this opens.',
  step_up_needed:
    'This needs a proof from the last 5 minutes that it is you. Confirm with your second factor, or your password.',
  share_ended: 'This link does not open anything any more. Ask whoever shared it for a new one.',
} as const;
