import { timingSafeEqual } from 'node:crypto';
import type { Role } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type AccountTools } from '../../gate/index.ts';
import { readProtectedAccount, type ProtectedAccount } from './factor-store.ts';

/**
 * What the account of somebody who is signed in asks for. Whoever changes its factors waits here for whoever does so too.
 * @throws {@link Refusal} `not_signed_in` when the row was altered behind the server's back.
 */
export async function lockTrustedAccount(
  { hashes }: Pick<AccountTools, 'hashes'>,
  tx: Tx,
  personId: string,
): Promise<ProtectedAccount> {
  const account = await readProtectedAccount(tx, personId);
  if (account === undefined || !isOurs(hashes, { personId, ...account }))
    throw new Refusal('not_signed_in', 'Sign in first.');
  return account;
}

/** Whether this server wrote what the row says about who may sign in, and with what. */
export function isOurs(
  hashes: AccountTools['hashes'],
  account: {
    readonly personId: string;
    readonly role: Role;
    readonly state: string;
    readonly secondFactor: ProtectedAccount['secondFactor'];
    readonly mac: Buffer;
  },
): boolean {
  return timingSafeEqual(hashes.account(account), account.mac);
}
