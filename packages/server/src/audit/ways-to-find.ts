import { sql, type RawBuilder } from 'kysely';
import type { AuditOutcome, AuditedAction } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';

/** What must be true of an event; without any member, every event is found. */
export interface EventSearch {
  readonly actor?: string | undefined;
  /** Whom it is about. */
  readonly patient?: string | undefined;
  /** Any of these. */
  readonly actions?: readonly AuditedAction[] | undefined;
  readonly outcome?: AuditOutcome | undefined;
  /** As the event has it. */
  readonly address?: string | undefined;
  /** Milliseconds since 1970. */
  readonly fromMs?: number | undefined;
  /** Milliseconds since 1970; what happened then is not found any more. */
  readonly untilMs?: number | undefined;
}

export type IndexKeys = Pick<AuditKeys, 'actorIndex' | 'subjectIndex' | 'addressIndex'>;

/** One condition of a search, and the index that leads to the events that fit it, newest first. */
export interface Way {
  /** Of a row that another way led to. */
  readonly fits: RawBuilder<unknown>;
  /** False for what no index leads to. */
  readonly isWay: boolean;
  /** Each in the order of one index; more than one are merged. */
  readonly branches: readonly RawBuilder<unknown>[];
  /** The index is ordered by the moment and then the id, which is the same order: an id begins with its moment. */
  readonly isByMoment?: true;
}

/** Ids, both UUIDv7: not before the one, before the other. */
export interface Between {
  readonly from: string;
  readonly before: string;
}

/** A merge of more is no way: each has to be begun. */
const BRANCHES_MOST = 32;

/** Those that are likely to be short come first. */
export function waysOf(keys: IndexKeys, search: EventSearch): readonly Way[] {
  const { patient, actor, address, outcome, actions } = search;
  const ways: Way[] = [];
  if (patient !== undefined)
    ways.push({
      ...alone(sql`subject_index = ${keys.subjectIndex(patient)}`),
      isByMoment: true,
    });
  if (address !== undefined) ways.push(alone(sql`address_index = ${keys.addressIndex(address)}`));
  if (actor !== undefined)
    ways.push({ ...alone(sql`actor_index = ${keys.actorIndex(actor)}`), isByMoment: true });
  if (outcome !== undefined) {
    // As a literal: the index leaves out successes, and is used only where it is plain that none is asked for.
    const fits = sql`outcome = ${sql.lit(outcome)}`;
    ways.push(outcome === 'success' ? { fits, isWay: false, branches: [] } : alone(fits));
  }
  if (actions !== undefined) ways.push(actionsWay(actions));
  return ways;
}

function actionsWay(actions: readonly AuditedAction[]): Way {
  return {
    fits: sql`event_type = any(${actions}::text[])`,
    isWay: actions.length <= BRANCHES_MOST,
    branches: actions.map((action) => sql`event_type = ${action}`),
  };
}

function alone(fits: RawBuilder<unknown>): Way {
  return { fits, isWay: true, branches: [fits] };
}

/** Down the table's own key, whatever the events are. */
export const EVERY: Way = alone(sql`true`);

/** What conditions are about; the sealed halves are left where they are. */
const COLUMNS = sql.raw(
  'event_id, occurred_ms, event_type, outcome, actor_index, subject_index, address_index',
);

/** The next so many events of one way, newest first. */
export function inWay(way: Way, between: Between, most: number): RawBuilder<Found> {
  const { from, before } = between;
  const ids = sql`event_id >= ${from}::uuid and event_id < ${before}::uuid`;
  const bounds =
    way.isByMoment === true
      ? sql`${ids} and occurred_ms >= ${millisecondsOf(from)}::bigint
          and (occurred_ms, event_id) < (${millisecondsOf(before)}::bigint, ${before}::uuid)`
      : ids;
  const order = way.isByMoment === true ? sql`occurred_ms desc, event_id desc` : sql`event_id desc`;
  const rows = way.branches.map(
    (fits) =>
      sql<Found>`select ${COLUMNS} from audit_event where ${fits} and ${bounds} order by ${order} limit ${most}`,
  );
  const [only, ...others] = rows;
  if (only === undefined) return sql<Found>`select ${COLUMNS} from audit_event where false`;
  if (others.length === 0) return only;
  // Each with a limit of its own: else PostgreSQL would read and sort them whole.
  const branches = rows.map((branch) => sql`(${branch})`);
  return sql<Found>`select * from (${sql.join(branches, sql` union all `)}) merged order by ${order} limit ${most}`;
}

export interface Found {
  readonly event_id: string;
}

/** An event's id is a UUIDv7 of the moment that its row names (RFC 9562 §5.7). */
function millisecondsOf(eventId: string): number {
  return Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}
