import type { PendingErasure } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { erasureState } from './erasure-rules.ts';
import { readErasureRow } from './erasure-store.ts';

/** What every page says while an erasure is under way; null when none is. */
export async function pendingErasure(scope: {
  readonly tx: Tx;
  readonly personId: string;
  readonly now: Date;
}): Promise<PendingErasure | null> {
  const row = await readErasureRow(scope.tx, scope.personId);
  const state = erasureState(row, scope.now);
  if (row === undefined || state === 'none' || state === 'cancelled') return null;
  return { state, confirmableFrom: row.notBefore.toISOString() };
}
