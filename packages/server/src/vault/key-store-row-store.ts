import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { readServiceKeys, type ServiceKeyRow } from './service-key-store.ts';

/** The name of the service key that seals the files of the key store. */
export const STORE_KEY = 'key-store';

export interface StoreKeyRows {
  readonly installation: string;
  /** Undefined until the files are sealed for the first time. */
  readonly row: ServiceKeyRow | undefined;
}

export async function readStoreKey(tx: Tx): Promise<StoreKeyRows> {
  const { installation_id } = await queries(tx)
    .selectFrom('deployment')
    .select('installation_id')
    .executeTakeFirstOrThrow();
  const rows = await readServiceKeys(tx);
  return { installation: installation_id, row: rows.find(({ name }) => name === STORE_KEY) };
}
