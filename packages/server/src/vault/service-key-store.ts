import type { Sealed, WrappedKey } from '@wardkeep/crypto';
import type { Tx } from '../db/tx.ts';
import { queries } from '../db/queries.ts';

export interface ServiceKeyRow {
  readonly name: string;
  readonly version: number;
  readonly wrapped: WrappedKey;
  readonly sealed_private: Sealed<Uint8Array> | null;
  readonly public_key: Buffer | null;
}

export async function readServiceKeys(tx: Tx): Promise<readonly ServiceKeyRow[]> {
  return queries(tx)
    .selectFrom('service_key')
    .select(['name', 'version', 'wrapped', 'sealed_private', 'public_key'])
    .orderBy('version', 'desc')
    .execute();
}

/** Keeps what is there: of two servers that start at once, the first one's key stays. */
export async function insertServiceKey(
  tx: Tx,
  row: ServiceKeyRow & { readonly created_at: Date },
): Promise<void> {
  await queries(tx)
    .insertInto('service_key')
    .values(row)
    .onConflict((conflict) => conflict.columns(['name', 'version']).doNothing())
    .execute();
}

/** Only if it is still wrapped as it was read. */
export async function rewrapServiceKey(
  tx: Tx,
  { name, version, wrapped }: ServiceKeyRow,
  rewrapped: WrappedKey,
): Promise<void> {
  await queries(tx)
    .updateTable('service_key')
    .set({ wrapped: rewrapped })
    .where('name', '=', name)
    .where('version', '=', version)
    .where('wrapped', '=', wrapped)
    .execute();
}
