import { readAdministrators, recordOperationIn, type Gate } from '../gate/index.ts';
import { claimOverdue, markReminded } from './emergency-store.ts';

const DAY_MS = 24 * 3600_000;

/**
 * Tells administrators once a day of each emergency access whose review is overdue, until it is reviewed: one e-mail for
 * all that are due to be told of. Opens nothing. @returns of how many it told.
 */
export async function remindReviewers(gate: Gate): Promise<{ readonly overdue: number }> {
  const now = gate.now();
  return gate.db.transaction(async (tx) => {
    const remindedBefore = new Date(now.getTime() - DAY_MS);
    const { grantIds, altered } = await claimOverdue(tx, gate.hashes, { now, remindedBefore });
    // Nobody is shown them, and the audit log still tells what was opened.
    if (altered > 0)
      gate.log.warn({ altered }, 'reviews of emergency accesses were altered in the database');
    if (grantIds.length === 0) return { overdue: 0 };
    await markReminded(tx, grantIds, now);
    const values = { count: String(grantIds.length) };
    for (const personId of await readAdministrators(tx, gate.hashes))
      await gate.mail.queue(tx, { to: { personId }, template: 'emergency-overdue', values });
    await recordOperationIn(gate, tx, {
      action: 'emergency.remind',
      outcome: 'success',
      by: 'service',
      touched: {
        resources: grantIds.map((id) => ({ type: 'EmergencyReview', id })),
        ciphertextHashes: [],
      },
    });
    return { overdue: grantIds.length };
  });
}
