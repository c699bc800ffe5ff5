import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { StoredJson } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';

/** Whose chart has a Patient that it is not found by, after one of them in the order of ids. */
export async function readUnindexed(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('resource_current as current')
    .select('current.owner_id')
    .distinct()
    .where('current.resource_type', '=', 'Patient')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('person_index as found')
            .select('found.owner_id')
            .whereRef('found.owner_id', '=', 'current.owner_id')
            // Of this version: what an earlier one wrote finds less.
            .where('found.field', '=', 'indexed'),
        ),
      ),
    )
    .$if(after !== null, (query) => query.where('current.owner_id', '>', after ?? ''))
    .orderBy('current.owner_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.owner_id);
}

/** Whoever writes to the chart waits, or is waited for: what is indexed is what is there. */
export async function lockPatients(
  tx: Tx,
  ownerId: string,
): Promise<
  readonly {
    readonly type: string;
    readonly id: string;
    readonly version: number;
    readonly sealed: Sealed<StoredJson>;
  }[]
> {
  await queries(tx)
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', ownerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return queries(tx)
    .selectFrom('resource_current')
    .select(['resource_type as type', 'resource_id as id', 'version', 'sealed'])
    .where('owner_id', '=', ownerId)
    .where('resource_type', '=', 'Patient')
    .execute();
}
