import { randomUUID } from 'node:crypto';
import { PersonId, type Endpoint, type ReplyOf } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import { admit, decideAtAll, decideHere, identify, refusal, type Admitted } from './admission.ts';
import { runAfterCommit } from './after-commit.ts';
import { auditedRefusal, type Attempt } from './audited-refusal.ts';
import { touchSessions } from './facts-store.ts';
import type { Gate } from './gate.ts';
import { personBehind, type PersonFacts } from './phi-route.ts';
import { recordEvent } from './record-event.ts';
import { release, type Released } from './release.ts';
import type { Route } from './route.ts';
import {
  parseInput,
  sentRecords,
  type Input,
  type SentRecords,
  type UntrustedRequest,
} from './request.ts';
import type { ChartScope } from './scope.ts';

/** What a route has to say whose chart it is that came. */
export interface ImportFacts extends PersonFacts {
  /** Makes the person whom this is about, with fresh keys. @returns their id. */
  enrol(): Promise<string>;
  /** Whether this caller would be let in to somebody's chart, as far as is in the open. */
  readonly isLetIn: (personId: string) => Promise<boolean>;
}

/** A route that takes a file of records of one person: read and understood without a transaction, stored in one. */
interface ImportRoute<E extends Endpoint, Received> {
  readonly endpoint: E;
  /** Whose chart, where the address says so: asked before anything of the file is read. */
  named?(input: Input<E>): string;
  /** Holds no transaction, and nothing of a person's: what came, read. */
  receive(sent: SentRecords, input: Input<E>): Promise<Received>;
  person(facts: ImportFacts, input: Input<E>, received: Received): Promise<string | null>;
  handle(scope: ChartScope, input: Input<E>, received: Received): Promise<ReplyOf<E>>;
}

export function importRoute<E extends Endpoint, R>(route: ImportRoute<E, R>): Route {
  const { endpoint } = route;
  return {
    kind: 'upload',
    endpoint,
    serve: async (gate, request) => ({ released: await serveImport(gate, route, request) }),
  };
}

/** parse → who asks → receive → admit → handle → release → audit. */
async function serveImport<E extends Endpoint, R>(
  gate: Gate,
  route: ImportRoute<E, R>,
  request: UntrustedRequest,
): Promise<Released> {
  const { endpoint } = route;
  const { action } = endpoint;
  return auditedRefusal(gate, action, request, async (attempt) => {
    const input = parseInput(endpoint, request);
    await refuseEarly(gate, request, attempt, { action, named: route.named?.(input) });
    const received = await route.receive(sentRecords(request), input);
    const { released, touched } = await gate.db.transaction(async (tx) => {
      const admitted = await enter(gate, tx, { request, attempt, action }, (facts) =>
        route.person(facts, input, received),
      );
      const { scope, touched } = admitted;
      const reply = await route.handle(scope, input, received);
      scope.vault.close();
      const { caller, personId, relationship } = scope;
      const event = {
        request,
        action,
        outcome: 'success',
        caller,
        personId,
        relationship,
      } as const;
      await recordEvent(gate, tx, { ...event, touched });
      return { released: release(endpoint, reply, () => Promise.resolve(false)), touched };
    });
    await runAfterCommit(gate, touched);
    return released;
  });
}

/** Before a byte of the file is looked at: what may be large is not taken from whoever is refused anyway. */
async function refuseEarly(
  gate: Gate,
  request: UntrustedRequest,
  attempt: Attempt,
  { action, named }: { readonly action: Endpoint['action']; readonly named: string | undefined },
): Promise<void> {
  await gate.db.transaction(
    async (tx) => {
      const caller = (attempt.caller = await identify(gate, tx, request, () => undefined));
      const never = decideAtAll(gate, caller, action);
      if (never !== undefined) throw never;
      if (named === undefined) return;
      const personId = (attempt.personId = await personBehind(tx, caller, named));
      const decision = await decideHere(gate, tx, caller, { action, personId });
      if (decision.kind === 'refused') throw refusal(decision.code);
    },
    { readOnly: true },
  );
}

interface Entering {
  readonly request: UntrustedRequest;
  readonly attempt: Attempt;
  readonly action: Endpoint['action'];
}

async function enter(
  gate: Gate,
  tx: Tx,
  { request, attempt, action }: Entering,
  person: (facts: ImportFacts) => Promise<string | null>,
): Promise<Admitted<'chart'>> {
  const caller = (attempt.caller = await identify(gate, tx, request, (seen) =>
    touchSessions(tx, [seen]),
  ));
  const made = new Set<string>();
  const facts: ImportFacts = {
    tx,
    caller,
    gate,
    now: gate.now(),
    enrol: async () => {
      const personId = PersonId.parse(randomUUID());
      await gate.vault.createPerson(tx, personId);
      made.add(personId);
      return personId;
    },
    isLetIn: async (personId) => {
      const decision = await decideHere(gate, tx, caller, { action, personId });
      return decision.kind === 'admitted' || decision.code === 'step_up_needed';
    },
  };
  const never = decideAtAll(gate, caller, action);
  if (never !== undefined) throw never;
  const personId = (attempt.personId = await personBehind(tx, caller, await person(facts)));
  const isNew = personId !== null && made.has(personId);
  return admit(gate, tx, caller, { action, opens: 'chart', personId, isNew, client: request });
}
