import { randomUUID } from 'node:crypto';
import { PersonId, type Endpoint, type ReplyOf, type Resource } from '@wardkeep/contract';
import type { AheadAsked } from '../db/read-ahead.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import {
  admit,
  decideAtAll,
  decideHere,
  identify,
  identifyAgain,
  type Admitted,
  type Asked,
} from './admission.ts';
import { runAfterCommit } from './after-commit.ts';
import { auditedRefusal } from './audited-refusal.ts';
import type { Caller } from './credential.ts';
import type { Gate } from './gate.ts';
import { findByPseudonym } from './grants-store.ts';
import type { GrantFacts, ShownOffer } from './grants.ts';
import { release, type BytesReply, type FhirAnswer, type Released } from './release.ts';
import { Refusal } from './refusal.ts';
import { onRoad, onSharedRoad, roadOf, type Road } from './road.ts';
import type { Route, Served } from './route.ts';
import { parseInput, type Input, type UntrustedRequest } from './request.ts';
import type { PersonScope, Touched } from './scope.ts';

/** An endpoint whose contract has no reply body answers bytes; one of FHIR may say more than a resource. */
type Reply<E extends Endpoint> = [ReplyOf<E>] extends [never]
  ? BytesReply
  : ReplyOf<E> | FhirAnswerOf<E>;
type FhirAnswerOf<E extends Endpoint> = ReplyOf<E> extends Resource ? FhirAnswer : never;

/** A route about one person's data. */
interface PhiRoute<E extends Endpoint, Purpose extends KeyPurpose> {
  readonly endpoint: E;
  /** Which of the person's keys the scope unlocks; a scope opens nothing else. */
  readonly opens: Purpose;
  /** A GET that changes something all the same, such as using up an opening; any other one can't. */
  readonly writes?: true;
  /** Not a GET, and changes nothing all the same, such as a search by a form. */
  readonly reads?: true;
  /** Whose data this is about, from what is in the open; null when that can't be told. */
  person(facts: EnrolFacts, input: Input<E>): Promise<string | null> | string | null;
  /**
   * Where it is known from the request alone what it is about, so that it can share a transaction with others: a record, or
   * a person; undefined where more is to be read or anything to be changed but by adding to it. It decides nothing.
   */
  ahead?(input: Input<E>, callerId: string): AheadAsked['about'] | undefined;
  /** The offer whose link was shown, once its token has been opened and is this caller's to answer. */
  offer?(facts: PersonFacts, input: Input<E>): Promise<ShownOffer | null>;
  handle(scope: PersonScope<Purpose>, input: Input<E>): Promise<Reply<E>>;
  /** What else is done about a refusal, in the transaction that records it; it opens nothing. */
  refused?(facts: RefusedFacts, said: Refusal): Promise<void>;
}

export type RefusedFacts = Pick<PersonFacts, 'tx' | 'caller' | 'now'> & {
  readonly gate: Pick<Gate, 'hashes' | 'mail'>;
};

/** What a route has to say whose data it is about. */
export interface PersonFacts {
  readonly tx: Tx;
  readonly caller: Caller;
  readonly gate: Pick<Gate, 'hashes' | 'sealing'>;
  readonly now: Date;
}

interface EnrolFacts extends PersonFacts {
  /** Makes the person whom this is about, with fresh keys. @returns their id. */
  enrol(): Promise<string>;
}

/** A route about many people: those not admitted are left out, silently. */
interface PeopleRoute<E extends Endpoint, Purpose extends KeyPurpose> {
  readonly endpoint: E;
  readonly opens: Purpose;
  readonly writes?: true;
  readonly reads?: true;
  /** True where only whom the answer tells of is on record: a search opens some to find that they are not meant. */
  readonly recordsTold?: true;
  people(facts: PersonFacts, input: Input<E>): Promise<readonly string[]>;
  handle(scopes: readonly PersonScope<Purpose>[], input: Input<E>): Promise<Reply<E>>;
}

export function phiRoute<E extends Endpoint, P extends KeyPurpose>(route: PhiRoute<E, P>): Route {
  const { endpoint } = route;
  return {
    kind: 'phi',
    endpoint,
    serve: (gate, request) => servePhi(gate, route, request),
  };
}

export function peopleRoute<E extends Endpoint, P extends KeyPurpose>(
  route: PeopleRoute<E, P>,
): Route {
  const { endpoint } = route;
  return {
    kind: 'people',
    endpoint,
    serve: async (gate, request) => ({ released: await servePeople(gate, route, request) }),
  };
}

/**
 * parse → admit → handle → release → audit; what is returned leaves once its event is durable: for what changes something
 * in the very transaction of the change, for what only reads in one that others share.
 * Whatever goes wrong rolls everything back, and is recorded by itself.
 */
async function servePhi<E extends Endpoint, P extends KeyPurpose>(
  gate: Gate,
  route: PhiRoute<E, P>,
  request: UntrustedRequest,
): Promise<Served> {
  const { endpoint, opens } = route;
  return auditedRefusal(gate, endpoint.action, request, async (attempt) => {
    if (route.refused !== undefined)
      attempt.whenRefused = async (tx, caller, said) =>
        route.refused?.({ tx, caller, gate, now: gate.now() }, said);
    const input = parseInput(endpoint, request);
    const shared = { kind: roadOf(route), asked: askedAhead(route, input, request) };
    const { released, touched } = await onSharedRoad(gate, shared, async (tx, road) => {
      const caller = (attempt.caller = await identify(gate, tx, request, road.onSeen));
      const made = new Set<string>();
      const enrol = async (): Promise<string> => {
        const refused = decideAtAll(gate, caller, endpoint.action);
        if (refused !== undefined) throw refused;
        const personId = PersonId.parse(randomUUID());
        await gate.vault.createPerson(tx, personId);
        made.add(personId);
        return personId;
      };
      const facts = { tx, caller, gate, now: gate.now(), enrol };
      const { action } = endpoint;
      // Before the link is opened: else its answer would go to who has not shown enough to be asked.
      const never = route.offer && decideAtAll(gate, caller, action);
      if (never !== undefined) throw never;
      const offer = (await route.offer?.(facts, input)) ?? undefined;
      const behind = async (): Promise<string | null> =>
        personBehind(tx, caller, await route.person(facts, input));
      // An offer names the patient itself, also to a client, who has no pseudonym for them yet.
      const personId = (attempt.personId = offer?.patientId ?? (await behind()));
      const isNew = personId !== null && made.has(personId);
      const asked = { action, opens, personId, offer, isNew, client: request };
      const admitted = await admit(gate, tx, caller, asked);
      const reply = await route.handle(admitted.scope, input);
      const released = release(endpoint, reply, () =>
        stillAdmitted(gate, endpoint, request, [admitted]),
      );
      await audit(road, request, endpoint, admitted);
      return { released, touched: admitted.touched };
    });
    await runAfterCommit(gate, touched);
    return { released, cookies: touched.cookies };
  });
}

function askedAhead<E extends Endpoint, P extends KeyPurpose>(
  route: PhiRoute<E, P>,
  input: Input<E>,
  { credential }: UntrustedRequest,
): AheadAsked | undefined {
  if (credential.kind !== 'session') return undefined;
  const { sessionId, personId: callerId } = credential;
  const about = route.ahead?.(input, callerId);
  return about && { sessionId, callerId, about };
}

/** The same road for many people, with one event for the caller and one for each person. */
async function servePeople<E extends Endpoint, P extends KeyPurpose>(
  gate: Gate,
  route: PeopleRoute<E, P>,
  request: UntrustedRequest,
): Promise<Released> {
  const { endpoint, opens } = route;
  const { action } = endpoint;
  return auditedRefusal(gate, action, request, async (attempt) => {
    const input = parseInput(endpoint, request);
    const { released, admitted } = await onRoad(gate, roadOf(route), async (tx, road) => {
      const caller = (attempt.caller = await identify(gate, tx, request, road.onSeen));
      const refused = decideAtAll(gate, caller, action);
      if (refused !== undefined) throw refused;
      const admitted: Admitted<P>[] = [];
      const facts: PersonFacts = { tx, caller, gate, now: gate.now() };
      for (const personId of await route.people(facts, input)) {
        const asked = { action, opens, personId, client: request };
        const each = await admitOrLeaveOut(gate, tx, caller, asked);
        if (each !== undefined) admitted.push(each);
      }
      const reply = await route.handle(
        admitted.map(({ scope }) => scope),
        input,
      );
      const released = release(endpoint, reply, () =>
        stillAdmitted(gate, endpoint, request, admitted),
      );
      await road.record({
        request,
        action,
        outcome: 'success',
        caller,
        personId: null,
        relationship: null,
      });
      for (const each of admitted)
        if (route.recordsTold !== true || each.touched.resources.length > 0)
          await audit(road, request, endpoint, each);
        else each.scope.vault.close();
      return { released, admitted };
    });
    for (const { touched } of admitted) await runAfterCommit(gate, touched);
    return released;
  });
}

/** Whom the rules leave out, and whose keys are gone, are not there; what breaks, breaks. */
async function admitOrLeaveOut<P extends KeyPurpose>(
  gate: Gate,
  tx: Tx,
  caller: Caller,
  asked: Asked<P>,
): Promise<Admitted<P> | undefined> {
  try {
    return await admit(gate, tx, caller, asked);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** A client knows a patient by a pseudonym, which stands in the address. */
export async function personBehind(
  tx: Tx,
  caller: Caller,
  named: string | null,
): Promise<string | null> {
  if (named === null || caller.kind !== 'person' || caller.role !== 'client') return named;
  return named === caller.personId ? named : findByPseudonym(tx, caller.personId, named);
}

async function audit(
  road: Road,
  request: UntrustedRequest,
  endpoint: Endpoint,
  { scope, touched }: Admitted<KeyPurpose>,
): Promise<void> {
  scope.vault.close();
  const { caller, personId, relationship } = scope;
  const broken = glassBroken(scope, touched);
  if (broken?.isOpened === true) await road.countEmergencies(broken.ids);
  const reason = touched.reason ?? (broken && `emergency ${broken.ids.join(' ')}`);
  await road.record({
    request,
    action: endpoint.action,
    outcome: 'success',
    caller,
    personId,
    relationship,
    touched,
    ...(reason === undefined ? {} : { reason }),
  });
}

/** What is opened behind broken glass says under which emergency, and is counted for its review. */
function glassBroken(
  { relationship, grants }: PersonScope,
  { resources }: Pick<Touched, 'resources'>,
): { readonly ids: readonly string[]; readonly isOpened: boolean } | undefined {
  if (relationship !== 'emergency') return undefined;
  const ids = grants.flatMap(({ kind, grantId }) => (kind === 'emergency' ? [grantId] : []));
  // The request that breaks it has none yet, and says which one by itself.
  if (ids.length === 0) return undefined;
  // To look at one's own list of accesses, or to end one, opens nothing of the chart.
  return { ids, isOpened: resources.some(({ type }) => type !== 'Grant') };
}

/**
 * Asked every few seconds while a stream runs, in a transaction of its own: the stream holds none. It goes on for whoever
 * was let in, by the same terms; that they proved who they are was asked before its first byte.
 */
async function stillAdmitted(
  gate: Gate,
  { action }: Endpoint,
  request: UntrustedRequest,
  admitted: readonly Admitted<KeyPurpose>[],
): Promise<boolean> {
  return gate.db.transaction(
    async (tx) => {
      const again = await identifyAgain(gate, tx, request);
      const caller = again.kind === 'person' ? { ...again, provedAt: gate.now() } : again;
      for (const { scope } of admitted) {
        const { personId, grants } = scope;
        const decision = await decideHere(gate, tx, caller, { action, personId });
        if (decision.kind === 'refused' || !areAllIn(grants, decision.grants)) return false;
      }
      return true;
    },
    { readOnly: true },
  );
}

/** Each at the version that it had: one that was narrowed has another. */
function areAllIn(before: readonly GrantFacts[], now: readonly GrantFacts[]): boolean {
  return before.every(({ grantId, version }) =>
    now.some((each) => each.grantId === grantId && each.version === version),
  );
}
