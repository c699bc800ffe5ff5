import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { endSessionsOf } from '../sessions/index.ts';
import type { RecoveryEnd } from './end-recovery.ts';
import { opensNow } from './recovery-rules.ts';
import { lockRecovery, putRecovery } from './recovery-store.ts';

/** Removes every second factor that a person has, and what makes sign-ins ask for one. */
type RemoveAllFactors = (
  gate: Pick<AccountTools, 'hashes'>,
  tx: Tx,
  personId: string,
) => Promise<void>;

/**
 * For a sign-in that has just shown the password of an account with a second factor, in its transaction: when a recovery
 * was approved and waited for, the account has no second factor any more, and the recovery is used up.
 * @returns true then.
 */
export function useRecovery(removeAllFactors: RemoveAllFactors) {
  return async (
    { now, gate }: RecoveryEnd,
    tx: Tx,
    { personId, passwordChangedAt }: { personId: string; passwordChangedAt: Date },
  ): Promise<boolean> => {
    const recovery = await lockRecovery(gate.hashes, tx, personId);
    if (recovery === undefined || !opensNow(recovery, { now, passwordChangedAt })) return false;
    await removeAllFactors(gate, tx, personId);
    await endSessionsOf(tx, { personId, reason: 'factor-changed', now });
    await putRecovery(gate.hashes, tx, { ...recovery, endedAt: now });
    await gate.mail.queue(tx, { to: { personId }, template: 'recovery-used', values: {} });
    return true;
  };
}
