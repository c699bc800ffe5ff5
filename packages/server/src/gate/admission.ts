import type { Action } from '@wardkeep/contract';
import { DatabaseError } from '../db/database-error.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { decide } from './access-rules.ts';
import type { Caller } from './credential.ts';
import { readCaller, type CallerFacts } from './facts-store.ts';
import { openEvents } from './opened-events.ts';
import type { Gate } from './gate.ts';
import { Refusal } from './refusal.ts';
import type { ClientFacts, UntrustedRequest } from './request.ts';
import { makeScope, type PersonScope, type Touched } from './scope.ts';

export interface Admitted<Purpose extends KeyPurpose> {
  readonly scope: PersonScope<Purpose>;
  readonly touched: Touched;
}

export interface Asked<Purpose extends KeyPurpose> {
  readonly action: Action;
  readonly opens: Purpose;
  readonly personId: string | null;
  readonly client: ClientFacts;
}

/** Who asks, in this transaction. Facts only; nothing is decided yet. */
export async function identify(gate: Gate, tx: Tx, request: UntrustedRequest): Promise<Caller> {
  const facts = callerFacts(gate, !request.isBackground);
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

function callerFacts(gate: Gate, touches: boolean): CallerFacts {
  return { hashes: gate.hashes, policy: gate.sessionPolicy, now: gate.now(), touches };
}

/** The same for whoever only looks again: a stream that goes on, a body that has not been read. */
export async function identifyAgain(gate: Gate, tx: Tx, shown: Shown): Promise<Caller> {
  const caller = await readCaller(tx, shown.credential, callerFacts(gate, false));
  return placed(gate, caller, shown.address);
}

/** What was shown, and from where. */
export type Shown = Pick<UntrustedRequest, 'credential' | 'address'>;

/**
 * Decides on what is in the open, and unlocks the keys of one purpose.
 * @throws {@link Refusal} when the rules or the facts say no, or the person's key is gone.
 */
export async function admit<Purpose extends KeyPurpose>(
  gate: Gate,
  tx: Tx,
  caller: Caller,
  asked: Asked<Purpose>,
): Promise<Admitted<Purpose>> {
  const now = gate.now();
  const decision = decide({ action: asked.action, caller, personId: asked.personId, now });
  if (decision.kind === 'refused') throw refusal(decision.code);
  if (asked.personId === null || decision.relationship === null) throw refusal('not_found');
  const rows = await gate.vault.readKeys(tx, [asked.personId], [asked.opens]);
  const vault = gate.vault.unlock(rows, asked.personId, asked.opens);
  if (vault === undefined) throw refusal('not_found');
  const csrfToken = caller.kind === 'person' ? gate.hashes.csrf(caller.sessionId) : '';
  const { personId } = asked;
  return makeScope({
    personId,
    caller,
    relationship: decision.relationship,
    tx,
    vault,
    now,
    csrfToken,
    client: asked.client,
    gate,
    shareTokens: gate.shareTokens,
    resourceId: (type, fullUrl) => gate.hashes.resourceId({ personId, type, fullUrl }),
    events: (page) => openEvents(gate, tx, vault, page),
  });
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
    return decision.kind === 'refused' ? refusal(decision.code) : undefined;
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
