import type { ErasureCounts } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';
import type { ErasureRow } from './erasure-rules.ts';

export async function readErasureRow(tx: Tx, personId: string): Promise<ErasureRow | undefined> {
  const row = await queries(tx)
    .selectFrom('erasure')
    .selectAll()
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return (
    row && {
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      notBefore: row.not_before,
      confirmedAt: row.confirmed_at,
      cancelledAt: row.cancelled_at,
      begunAt: row.begun_at,
    }
  );
}

export async function isHeld(tx: Tx, personId: string): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('legal_hold')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

/** What the person knows as theirs, counted. Rows only; nothing is opened. */
export async function countWhatGoes(tx: Tx, personId: string): Promise<ErasureCounts> {
  const [records, documents, shares] = await Promise.all(
    (['resource_current', 'document', 'share'] as const).map((table) =>
      queries(tx)
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('owner_id', '=', personId)
        .executeTakeFirstOrThrow(),
    ),
  );
  return {
    records: Number(records?.count),
    documents: Number(documents?.count),
    shares: Number(shares?.count),
  };
}
