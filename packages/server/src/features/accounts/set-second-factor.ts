import { timingSafeEqual } from 'node:crypto';
import type { SecondFactor } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type AccountTools } from '../../gate/index.ts';
import { lockAccount, writeSecondFactor } from './account-store.ts';

/**
 * Whether sign-ins of this account ask for a second factor from this commit on, under the MAC that makes it count.
 * Waits for whoever else changes the account.
 * @throws {@link Refusal} `not_found` without an account, or when its row was altered behind the server's back.
 */
export async function setSecondFactor(
  { hashes }: Pick<AccountTools, 'hashes'>,
  tx: Tx,
  account: { readonly personId: string; readonly secondFactor: SecondFactor },
): Promise<void> {
  const { personId, secondFactor } = account;
  const row = await lockAccount(tx, personId);
  if (row === undefined || !timingSafeEqual(hashes.account({ personId, ...row }), row.mac))
    throw new Refusal('not_found', 'There is no account.');
  const { role, state } = row;
  const mac = hashes.account({ personId, role, state, secondFactor });
  await writeSecondFactor(tx, { personId, secondFactor, mac });
}
