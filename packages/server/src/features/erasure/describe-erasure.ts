import type { Erasure } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import type { ErasureParts } from './erasure-parts.ts';
import { describeProgress, earliestErasure, momentToTell } from './erasure-rules.ts';
import { countWhatGoes, isHeld, readErasureRow } from './erasure-store.ts';

/** How far it is, what would go, and when the last backup of it is gone. */
export async function describeErasure(
  scope: { readonly tx: Tx; readonly personId: string; readonly now: Date },
  parts: ErasureParts,
): Promise<Erasure> {
  const { tx, personId } = scope;
  const { waitingDays } = parts;
  const row = await readErasureRow(tx, personId);
  const now = momentToTell(row, scope.now);
  const erasedAt = earliestErasure(row, { now, waitingDays });
  return {
    ...describeProgress(row, now),
    legalHold: await isHeld(tx, personId),
    waitingDays,
    backupsGoneBy: parts.backupsGoneBy(erasedAt).toISOString(),
    counts: await countWhatGoes(tx, personId),
  };
}
