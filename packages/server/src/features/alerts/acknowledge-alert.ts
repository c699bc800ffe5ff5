import { acknowledgeAlert as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, type Route } from '../../gate/index.ts';
import type { AlertParts } from './alert-parts.ts';

/** Somebody has looked: the alert is closed, with what they wrote about it. */
export function acknowledgeAlert(parts: AlertParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { params, body }) => {
      await request.commit(async (tx, caller) => {
        // The access table lets administrators in, and they are persons.
        if (caller.kind !== 'person') throw notFound();
        const { personId } = caller;
        const by = { alertId: params.alertId, personId, words: body.words, at: request.now };
        if (!(await parts.acknowledge(tx, request.gate, by))) throw notFound();
      });
      return { body: null };
    },
  });
}

function notFound(): Refusal {
  return new Refusal('not_found', 'There is no such alert, or somebody has acknowledged it.');
}
