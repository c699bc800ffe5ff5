import { isStaff } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import type { PlainRequest } from '../../gate/index.ts';
import { readAccounts } from './account-store.ts';
import type { PasswordOwner } from './choose-password.ts';

/**
 * Whose password is about to change, for whoever has just shown that it is theirs. Undefined when there is no such account
 * any more, or it is not active.
 */
export async function readPasswordOwner(
  request: Pick<PlainRequest, 'unlockAccount'>,
  tx: Tx,
  personId: string,
): Promise<PasswordOwner | undefined> {
  const [account] = await readAccounts(tx, [personId]);
  if (account?.state !== 'active') return undefined;
  const vault = await request.unlockAccount(tx, personId);
  if (vault === undefined) return undefined;
  const { email, displayName } = vault.open(PROFILE_NAME, account.profile);
  const hasSecondFactor = isStaff(account.role) || account.secondFactor === 'required';
  return { personId, email, displayName, hasSecondFactor };
}
