import type { Tx } from '../../db/tx.ts';
import type { RecoveryEnd } from './end-recovery.ts';
import type { RecoveryRow } from './recovery-rules.ts';
import { putRecovery } from './recovery-store.ts';

/**
 * Lets it open once it has waited, and tells its person. Approving again changes nothing.
 * @param approvedBy - Null for the operator. @returns false when it was approved already.
 */
export async function approveRecovery(
  { gate, now }: RecoveryEnd,
  tx: Tx,
  { recovery, approvedBy }: { readonly recovery: RecoveryRow; readonly approvedBy: string | null },
): Promise<boolean> {
  if (recovery.approvedAt !== null) return false;
  await putRecovery(gate.hashes, tx, { ...recovery, approvedAt: now, approvedBy });
  const to = { personId: recovery.personId };
  const values = { waitsUntil: recovery.notBefore.toISOString() };
  await gate.mail.queue(tx, { to, template: 'recovery-approved', values });
  return true;
}
