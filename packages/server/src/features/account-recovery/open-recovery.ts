import type { AccountScope } from '../../gate/index.ts';
import { readAccounts } from '../accounts/index.ts';
import { isOpen, type RecoveryRow } from './recovery-rules.ts';
import { lockRecovery } from './recovery-store.ts';

/** What waits for this person, if anything does. Whoever else answers it waits. */
export async function readOpenRecovery({
  gate,
  tx,
  personId,
  now,
}: Pick<AccountScope, 'gate' | 'tx' | 'personId' | 'now'>): Promise<RecoveryRow | undefined> {
  const recovery = await lockRecovery(gate.hashes, tx, personId);
  const [account] = await readAccounts(tx, [personId]);
  if (recovery === undefined || account === undefined) return undefined;
  const { passwordChangedAt } = account;
  return isOpen(recovery, { now, passwordChangedAt }) ? recovery : undefined;
}
