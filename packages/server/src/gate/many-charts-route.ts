import type { Endpoint } from '@wardkeep/contract';
import { admit, decideAtAll, identify, identifyAgain } from './admission.ts';
import { auditedRefusal } from './audited-refusal.ts';
import type { Gate } from './gate.ts';
import type { PersonFacts } from './phi-route.ts';
import { Refusal } from './refusal.ts';
import { onRoad } from './road.ts';
import type { Route } from './route.ts';
import { parseInput, type Input, type UntrustedRequest } from './request.ts';
import type { ChartScope } from './scope.ts';

/** A route that lets out many charts, one after the other. */
interface ManyChartsRoute<E extends Endpoint> {
  readonly endpoint: E;
  readonly mediaType: string;
  readonly fileName: string;
  /** Whose charts. @throws {@link Refusal} for who may not ask. */
  people(facts: PersonFacts, input: Input<E>): Promise<readonly string[]>;
  /** What leaves of one chart. */
  readonly chart: (scope: ChartScope, input: Input<E>) => Promise<Buffer>;
}

/**
 * The answer is made while it leaves: for each chart the caller is looked at and admitted anew, in a transaction of its own,
 * and its event is durable before its first byte. Whoever is not the caller's to see any more is left out; a session that has
 * ended breaks the stream.
 */
export function manyChartsRoute<E extends Endpoint>(route: ManyChartsRoute<E>): Route {
  const { endpoint, mediaType, fileName } = route;
  return {
    kind: 'people',
    endpoint,
    serve: async (gate, request) => {
      const { action } = endpoint;
      const { input, people } = await auditedRefusal(gate, action, request, async (attempt) => {
        const input = parseInput(endpoint, request);
        const people = await onRoad(gate, 'read', async (tx, road) => {
          const caller = (attempt.caller = await identify(gate, tx, request, road.onSeen));
          const never = decideAtAll(gate, caller, action);
          if (never !== undefined) throw never;
          const all = await route.people({ tx, caller, gate, now: gate.now() }, input);
          const nobody = { personId: null, relationship: null };
          await road.record({ request, action, outcome: 'success', caller, ...nobody });
          return all;
        });
        return { input, people };
      });
      const chunks = () => chartsOf(gate, route, request, { input, people });
      return { released: { kind: 'bytes', bytes: { mediaType, fileName, length: null, chunks } } };
    },
  };
}

async function* chartsOf<E extends Endpoint>(
  gate: Gate,
  route: ManyChartsRoute<E>,
  request: UntrustedRequest,
  { input, people }: { readonly input: Input<E>; readonly people: readonly string[] },
): AsyncIterable<Buffer> {
  for (const personId of people) {
    const chart = await oneChart(gate, route, request, { input, personId });
    if (chart !== undefined && chart.length > 0) yield chart;
  }
}

async function oneChart<E extends Endpoint>(
  gate: Gate,
  { endpoint: { action }, chart }: ManyChartsRoute<E>,
  request: UntrustedRequest,
  { input, personId }: { readonly input: Input<E>; readonly personId: string },
): Promise<Buffer | undefined> {
  try {
    return await onRoad(gate, 'read', async (tx, road) => {
      const again = await identifyAgain(gate, tx, request);
      // That they proved who they are was asked before the first byte.
      const caller = again.kind === 'person' ? { ...again, provedAt: gate.now() } : again;
      const asked = { action, opens: 'chart', personId, client: request } as const;
      const { scope, touched } = await admit(gate, tx, caller, asked);
      const bytes = await chart(scope, input);
      scope.vault.close();
      const { relationship } = scope;
      const event = { request, action, outcome: 'success', caller, personId } as const;
      await road.record({ ...event, relationship, touched });
      return bytes;
    });
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined;
    throw error;
  }
}
