import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { sendKeyNotice } from './key-notices-store.ts';

/** From this commit on none of the person's keys opens or seals anything, on any node. @returns how many. */
export async function revokePersonKeys(tx: Tx, personId: string): Promise<number> {
  const { numUpdatedRows } = await queries(tx)
    .updateTable('person_key')
    .set({ state: 'revoked', renew: false })
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  await sendKeyNotice(tx, personId);
  return Number(numUpdatedRows);
}

/** The epochs that wrap the person's keys now: once the last of them is destroyed, no copy of the keys opens. */
export async function readEpochsOfPerson(tx: Tx, personId: string): Promise<readonly string[]> {
  const epochId = sql<string>`encode(substring(wrapped from 2 for 16), 'hex')`;
  const rows = await queries(tx)
    .selectFrom('person_key')
    .select(epochId.as('epoch_id'))
    .distinct()
    .where('person_id', '=', personId)
    .orderBy('epoch_id')
    .execute();
  return rows.map((row) => row.epoch_id);
}
