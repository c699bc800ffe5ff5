import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** Events of one hour that are alike. */
export interface HourCount {
  readonly hour: Date;
  readonly action: string;
  readonly outcome: string;
  readonly role: string;
  readonly events: number;
}

export async function addCounts(tx: Tx, counts: readonly HourCount[]): Promise<void> {
  if (counts.length === 0) return;
  await queries(tx)
    .insertInto('security_count')
    .values(
      counts.map(({ hour, action, outcome, role, events }) => ({
        hour,
        event_type: action,
        outcome,
        role,
        events,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['hour', 'event_type', 'outcome', 'role']).doUpdateSet((eb) => ({
        events: eb('security_count.events', '+', eb.ref('excluded.events')),
      })),
    )
    .execute();
}

/** From the given hour on, oldest first. */
export async function readCounts(
  tx: Tx,
  { from, actions }: { readonly from: Date; readonly actions: readonly string[] },
): Promise<readonly HourCount[]> {
  return queries(tx)
    .selectFrom('security_count')
    .select(['hour', 'event_type as action', 'outcome', 'role', 'events'])
    .where('hour', '>=', from)
    .where((eb) => eb.or([eb('outcome', '=', 'refused'), eb('event_type', 'in', actions)]))
    .orderBy('hour')
    .execute();
}

/** How many leaves all logs had together at each of the moments. */
export async function logSizesAt(tx: Tx, idsBefore: readonly string[]): Promise<readonly number[]> {
  const { rows } = await sql<{ size: number }>`
    select coalesce(last.leaf_index + 1 + (
      select coalesce(sum(head.size), 0) from audit_head as head
      join audit_log as older using (log)
      join audit_log as newer on newer.log = last.log
      where (older.year, older.epoch) < (newer.year, newer.epoch)
    ), 0)::bigint as size
    from unnest(${idsBefore}::uuid[]) with ordinality as moment(id, place)
    left join lateral (
      select leaf.log, leaf_index from audit_event join audit_leaf as leaf using (event_id)
      where event_id < moment.id order by event_id desc limit 1
    ) as last on true
    order by moment.place`.execute(queries(tx));
  return rows.map(({ size }) => size);
}

/** When each key of the service was made, the newest version of it. */
export async function readKeyAges(
  tx: Tx,
): Promise<readonly { readonly name: string; readonly createdAt: Date }[]> {
  const rows = await queries(tx)
    .selectFrom('service_key')
    .select((eb) => ['name', eb.fn.max('created_at').as('createdAt')])
    .groupBy('name')
    .orderBy('name')
    .execute();
  return rows;
}
