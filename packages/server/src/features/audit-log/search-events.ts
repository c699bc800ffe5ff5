import {
  ACTIONS,
  OPERATOR_ACTIONS,
  searchEvents as endpoint,
  type EventQuery,
} from '@wardkeep/contract';
import { plainAddress, plainRoute } from '../../gate/index.ts';

const KNOWN: readonly string[] = [...ACTIONS, ...OPERATOR_ACTIONS];

/** Who did what to whom, for administrators: never which records. Who searched, and by what kinds of things, is on record too. */
export const searchEvents = plainRoute({
  endpoint,
  handle: async (request, { query }) => {
    const { actor, patient, outcome, limit, before } = query;
    const search = {
      actor,
      patient,
      outcome,
      actions: actionsOf(query),
      address: query.address === undefined ? undefined : writtenAs(query.address),
      fromMs: query.from === undefined ? undefined : Date.parse(query.from),
      untilMs: query.until === undefined ? undefined : Date.parse(query.until),
    };
    const page = await request.commit((_tx, _caller, event) => {
      const kinds = KINDS.filter((kind) => query[kind] !== undefined);
      event.because(kinds.length === 0 ? 'all' : `by ${kinds.join(' ')}`);
      return event.found.search(search, { limit, before });
    });
    return { body: { events: [...page.events], next: page.next } };
  },
});

/** What was searched by; by whom or what is nobody's to read in the log. */
const KINDS = ['actor', 'patient', 'action', 'outcome', 'address', 'from', 'until'] as const;

/** A group ends with a dot. Events keep the names of actions that there are no more, which are found one by one. */
function actionsOf({ action }: EventQuery): readonly string[] | undefined {
  if (action === undefined) return undefined;
  return action.endsWith('.') ? KNOWN.filter((known) => known.startsWith(action)) : [action];
}

/** What is no address finds nothing. */
function writtenAs(address: string): string {
  return plainAddress(address) ?? address;
}
