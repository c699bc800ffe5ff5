import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { readAccounts } from '../accounts/index.ts';
import { approveRecovery } from './approve-recovery.ts';
import { readOpenRecovery } from './open-recovery.ts';
import { isOpen, type RecoveryRow } from './recovery-rules.ts';
import { listWaitingIds, readRecoveries } from './recovery-store.ts';

const MOST = 100;

interface Parts {
  readonly gate: AccountTools;
  readonly now: Date;
}

/** For the operator, where nobody is left who could answer: by id, and nothing of an account opens. */
export const operatorRecoveries = {
  /** The oldest first; at most a hundred. */
  list: async ({ gate, now }: Parts, tx: Tx): Promise<readonly RecoveryRow[]> => {
    const personIds = await listWaitingIds(tx, MOST);
    const rows = await readRecoveries(gate.hashes, tx, personIds);
    const accounts = await readAccounts(tx, personIds);
    return rows.filter((recovery) => {
      const account = accounts.find(({ personId }) => personId === recovery.personId);
      return account !== undefined && isOpen(recovery, { now, ...account });
    });
  },

  /** The waiting time counts all the same. @returns undefined when nothing waits for this person. */
  approve: async (
    { gate, now }: Parts,
    tx: Tx,
    personId: string,
  ): Promise<{ readonly changed: boolean; readonly notBefore: Date } | undefined> => {
    const recovery = await readOpenRecovery({ gate, tx, personId, now });
    if (recovery === undefined) return undefined;
    const changed = await approveRecovery({ gate, now }, tx, { recovery, approvedBy: null });
    return { changed, notBefore: recovery.notBefore };
  },
};
