import type { Endpoint, ReplyOf } from '@wardkeep/contract';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { admit, identify, identifyAgain, refusal, type Admitted } from './admission.ts';
import { decide } from './access-rules.ts';
import { runAfterCommit } from './after-commit.ts';
import { auditedRefusal } from './audited-refusal.ts';
import type { Caller } from './credential.ts';
import type { Gate } from './gate.ts';
import { recordEvent } from './record-event.ts';
import { release, type BytesReply, type Released } from './release.ts';
import type { Route, Served } from './route.ts';
import { parseInput, type Input, type UntrustedRequest } from './request.ts';
import type { PersonScope } from './scope.ts';

/** An endpoint whose contract has no reply body answers bytes. */
type Reply<E extends Endpoint> = [ReplyOf<E>] extends [never] ? BytesReply : ReplyOf<E>;

/** A route about one person's data. */
interface PhiRoute<E extends Endpoint, Purpose extends KeyPurpose> {
  readonly endpoint: E;
  /** Which of the person's keys the scope unlocks; a scope opens nothing else. */
  readonly opens: Purpose;
  /** Whose data this is about, from what is in the open; null when that can't be told. */
  person(
    facts: { readonly tx: Tx; readonly caller: Caller },
    input: Input<E>,
  ): Promise<string | null> | string | null;
  handle(scope: PersonScope<Purpose>, input: Input<E>): Promise<Reply<E>>;
}

/** A route about account data of many people: those not admitted are left out, silently. */
interface PeopleRoute<E extends Endpoint, Purpose extends KeyPurpose> {
  readonly endpoint: E;
  readonly opens: Purpose;
  people(
    facts: { readonly tx: Tx; readonly caller: Caller },
    input: Input<E>,
  ): Promise<readonly string[]>;
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
 * parse → admit → handle → release → audit, in one transaction; what is returned leaves after its commit.
 * Whatever goes wrong rolls everything back, and is recorded in a transaction of its own.
 */
async function servePhi<E extends Endpoint, P extends KeyPurpose>(
  gate: Gate,
  route: PhiRoute<E, P>,
  request: UntrustedRequest,
): Promise<Served> {
  const { endpoint, opens } = route;
  return auditedRefusal(gate, endpoint.action, request, async (attempt) => {
    const input = parseInput(endpoint, request);
    const { released, touched } = await gate.db.transaction(async (tx) => {
      const caller = (attempt.caller = await identify(gate, tx, request));
      const personId = (attempt.personId = await route.person({ tx, caller }, input));
      const admitted = await admit(gate, tx, caller, {
        action: endpoint.action,
        opens,
        personId,
        client: request,
      });
      const reply = await route.handle(admitted.scope, input);
      const released = release(endpoint, reply, () =>
        stillAdmitted(gate, endpoint, request, personId),
      );
      await audit(gate, request, endpoint, admitted);
      return { released, touched: admitted.touched };
    });
    await runAfterCommit(gate, touched);
    return { released, cookies: touched.cookies };
  });
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
    const { released, admitted } = await gate.db.transaction(async (tx) => {
      const caller = (attempt.caller = await identify(gate, tx, request));
      const decision = decide({ action, caller, personId: null, now: gate.now() });
      if (decision.kind === 'refused') throw refusal(decision.code);
      const admitted: Admitted<P>[] = [];
      for (const personId of await route.people({ tx, caller }, input)) {
        if (decide({ action, caller, personId, now: gate.now() }).kind === 'refused') continue;
        admitted.push(await admit(gate, tx, caller, { action, opens, personId, client: request }));
      }
      const reply = await route.handle(
        admitted.map(({ scope }) => scope),
        input,
      );
      const released = release(endpoint, reply, () => Promise.resolve(false));
      await recordEvent(gate, tx, {
        request,
        action,
        outcome: 'success',
        caller,
        personId: null,
        relationship: null,
      });
      for (const each of admitted) await audit(gate, request, endpoint, each);
      return { released, admitted };
    });
    for (const { touched } of admitted) await runAfterCommit(gate, touched);
    return released;
  });
}

async function audit(
  gate: Gate,
  request: UntrustedRequest,
  endpoint: Endpoint,
  { scope, touched }: Admitted<KeyPurpose>,
): Promise<void> {
  scope.vault.close();
  const { tx, caller, personId, relationship } = scope;
  await recordEvent(gate, tx, {
    request,
    action: endpoint.action,
    outcome: 'success',
    caller,
    personId,
    relationship,
    touched,
  });
}

/** Asked every few seconds while a stream runs, in a transaction of its own: the stream holds none. */
async function stillAdmitted(
  gate: Gate,
  endpoint: Endpoint,
  request: UntrustedRequest,
  personId: string | null,
): Promise<boolean> {
  return gate.db.transaction(
    async (tx) => {
      const caller = await identifyAgain(gate, tx, request);
      return (
        decide({ action: endpoint.action, caller, personId, now: gate.now() }).kind === 'admitted'
      );
    },
    { readOnly: true },
  );
}
