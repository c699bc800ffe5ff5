import type { EscrowSink as SinkName } from '@wardkeep/contract';
import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** Checkpoints of one log in one place. Another directory or bucket is another place, and begins with none. */
export interface Counted {
  readonly sink: SinkName;
  readonly place: string;
  readonly log: string;
}

/** One more; a note that is brought again, by a server that died before it could say so, is not. */
export async function countBrought(
  tx: Tx,
  { sink, place, log }: Counted,
  size: number,
): Promise<void> {
  await sql`
    insert into escrow_count (sink, place, log, notes, size)
    values (${sink}, ${place}, ${log}, 1, ${size})
    on conflict (sink, place, log) do update
      set notes = escrow_count.notes + 1, size = excluded.size
      where escrow_count.size < excluded.size`.execute(queries(tx));
}

/** @returns 0 where nothing was brought. */
export async function readBrought(tx: Tx, { sink, place, log }: Counted): Promise<number> {
  const row = await queries(tx)
    .selectFrom('escrow_count')
    .select('notes')
    .where('sink', '=', sink)
    .where('place', '=', place)
    .where('log', '=', log)
    .executeTakeFirst();
  return row?.notes ?? 0;
}

/** Whatever was brought there before: of each log it is so many from now on, and of others none. */
export async function replaceBrought(
  tx: Tx,
  sink: SinkName,
  counts: readonly (Pick<Counted, 'place' | 'log'> & {
    readonly notes: number;
    readonly size: number;
  })[],
): Promise<void> {
  await queries(tx).deleteFrom('escrow_count').where('sink', '=', sink).execute();
  const rows = counts.map((count) => ({ sink, ...count }));
  if (rows.length > 0) await queries(tx).insertInto('escrow_count').values(rows).execute();
}
