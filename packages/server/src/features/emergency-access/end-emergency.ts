import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { detailOf, withDetail } from './review-detail.ts';
import { lockReview, updateReview } from './review-store.ts';

/**
 * Whoever broke the glass is done before its time: the review says when. In the transaction that ends the grant, which
 * is the caller's to do (`endGrant`).
 */
export async function endEmergency(
  {
    tx,
    gate,
    now,
  }: {
    readonly tx: Tx;
    readonly gate: Pick<AccountTools, 'hashes' | 'sealing'>;
    readonly now: Date;
  },
  grantId: string,
): Promise<void> {
  const review = await lockReview(tx, gate.hashes, grantId);
  if (review === undefined || review.endedAt !== null) return;
  const ended = withDetail(gate, { ...review, endedAt: now }, detailOf(gate, review));
  await updateReview(tx, gate.hashes, ended);
}
