import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** Somebody has said that this kit is on paper. The fingerprint is kept with it: a newer kit is unconfirmed by itself. */
export async function markRecoveryConfirmed(tx: Tx, fingerprint: string, at: Date): Promise<void> {
  await queries(tx)
    .updateTable('deployment')
    .set({ recovery_confirmed_at: at, recovery_confirmed_fingerprint: fingerprint })
    .execute();
}
