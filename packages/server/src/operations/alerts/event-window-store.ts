import { sql, type RawBuilder } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { CountedBy, EventRule } from './alert-rules.ts';

/** What is added up: events from `sinceMs` on that are before this leaf of the log that is being read. */
export interface Window {
  readonly log: string;
  readonly beforeLeaf: number;
  readonly sinceMs: number;
}

/**
 * Of events, more than any threshold: whoever makes more of them costs no more to count. Of reads, more than the limits of
 * requests let one person make in an hour (docs/rate-limits.md): nobody hides fifty patients among many reads of one.
 */
const MOST_COUNTED = { events: 20_000, patients: 500_000 } as const;

/** How many there are for each of the keys; reads the columns in the open alone. */
export async function countInWindow(
  tx: Tx,
  rule: EventRule,
  keys: readonly Buffer[],
  window: Window,
): Promise<readonly { readonly key: Buffer; readonly count: number }[]> {
  const column = KEY_COLUMNS[rule.by];
  const total =
    rule.counts === 'patients'
      ? sql`count(distinct subject_index)`
      : sql`coalesce(sum(repeated), 0)::bigint`;
  const { rows } = await sql<{ key: Buffer; count: number }>`
    select asked.key, counted.count
    from unnest(${keys}::bytea[]) as asked(key)
    cross join lateral (
      select ${total} as count from (
        select subject_index, repeated from audit_event join audit_leaf leaf using (event_id)
        where ${column === undefined ? sql`true` : sql`${column} = asked.key`}
          and ${inWindow(rule, window)}
        limit ${MOST_COUNTED[rule.counts]}
      ) as found
    ) as counted`.execute(queries(tx));
  return rows;
}

const KEY_COLUMNS: Readonly<Record<CountedBy, RawBuilder<unknown> | undefined>> = {
  account: sql`subject_index`,
  address: sql`address_index`,
  actor: sql`actor_index`,
  everybody: undefined,
};

/** Both the time and the id that begins with it: some indexes have the one, some the other; of leaves too, all are not read. */
function inWindow({ of, outcome, counts }: EventRule, window: Window): RawBuilder<unknown> {
  const { log, beforeLeaf, sinceMs } = window;
  const named = of === 'any' ? sql`true` : sql`event_type = any(${[...of]}::text[])`;
  return sql`outcome = ${outcome} and ${named}
    and occurred_ms >= ${sinceMs} and event_id >= ${firstIdOf(sinceMs)}::uuid
    and leaf.event_id >= ${firstIdOf(sinceMs)}::uuid
    and (leaf.log <> ${log} or leaf.leaf_index < ${beforeLeaf})
    and ${counts === 'patients' ? sql`subject_index is not null` : sql`true`}`;
}

/** The least UUIDv7 of that millisecond (RFC 9562 §5.7). */
export function firstIdOf(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
