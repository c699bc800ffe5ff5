import type { Readable } from 'node:stream';
import type { Endpoint, ReplyOf } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import { admit, identify } from './admission.ts';
import { runAfterCommit } from './after-commit.ts';
import { auditedRefusal, isOutcomeUnknown } from './audited-refusal.ts';
import { personBehind, type PersonFacts } from './phi-route.ts';
import { touchSessions } from './facts-store.ts';
import type { Gate } from './gate.ts';
import { recordEvent } from './record-event.ts';
import { release, type Released } from './release.ts';
import type { Route } from './route.ts';
import { bodyStream, parseInput, type Input, type UntrustedRequest } from './request.ts';
import type { ChartScope } from './scope.ts';

/** A route that takes a stream: admitted before the first byte, and again before what came is kept. */
interface UploadRoute<E extends Endpoint, Prepared, Received> {
  readonly endpoint: E;
  person(facts: PersonFacts, input: Input<E>): Promise<string | null> | string | null;
  /** In a transaction of its own: what the transfer needs, for example a file's key. Writes nothing. */
  prepare(scope: ChartScope, input: Input<E>): Promise<Prepared>;
  /** Holds no transaction, however long it takes. */
  receive(prepared: Prepared, body: Readable): Promise<Received>;
  /** In the transaction that keeps it, with its event. */
  keep(scope: ChartScope, input: Input<E>, received: Received): Promise<ReplyOf<E>>;
  /** What came is not kept: removes it. */
  discard(received: Received): Promise<void>;
}

export function uploadRoute<E extends Endpoint, P, R>(route: UploadRoute<E, P, R>): Route {
  const { endpoint } = route;
  return {
    kind: 'upload',
    endpoint,
    serve: async (gate, request) => ({ released: await serveUpload(gate, route, request) }),
  };
}

async function serveUpload<E extends Endpoint, P, R>(
  gate: Gate,
  route: UploadRoute<E, P, R>,
  request: UntrustedRequest,
): Promise<Released> {
  const { action } = route.endpoint;
  return auditedRefusal(gate, action, request, async (attempt) => {
    const input = parseInput(route.endpoint, request);
    const enter = async (tx: Tx) => {
      const caller = (attempt.caller = await identify(gate, tx, request, (seen) =>
        touchSessions(tx, [seen]),
      ));
      const facts: PersonFacts = { tx, caller, gate, now: gate.now() };
      const named = await route.person(facts, input);
      const personId = (attempt.personId = await personBehind(tx, caller, named));
      return admit(gate, tx, caller, { action, opens: 'chart', personId, client: request });
    };
    const prepared = await gate.db.transaction(async (tx) =>
      route.prepare((await enter(tx)).scope, input),
    );
    const received = await route.receive(prepared, bodyStream(request));
    try {
      const { released, touched } = await gate.db.transaction(async (tx) => {
        const { scope, touched } = await enter(tx);
        const reply = await route.keep(scope, input, received);
        scope.vault.close();
        const { caller, personId, relationship } = scope;
        await recordEvent(gate, tx, {
          request,
          action,
          outcome: 'success',
          caller,
          personId,
          relationship,
          touched,
        });
        const released = release(route.endpoint, reply, () => Promise.resolve(false));
        return { released, touched };
      });
      await runAfterCommit(gate, touched);
      return released;
    } catch (error) {
      // A row that may have been committed must not lose its file; one too many is only ciphertext without a key.
      if (!isOutcomeUnknown(error)) await route.discard(received);
      throw error;
    }
  });
}
