import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { forgetSetUpTokens, insertOneTimeToken } from './account-store.ts';
import { newOneTimeToken } from './one-time-token.ts';

const SET_UP_MS = 7 * 24 * 60 * 60_000;

/** A fresh one-time link for the first administrator; the one before stops working. */
export async function newSetUpToken(tx: Tx, hashes: Gate['hashes'], now: Date): Promise<string> {
  const expiresAt = new Date(now.getTime() + SET_UP_MS);
  const { text } = newOneTimeToken('admin', expiresAt);
  await forgetSetUpTokens(tx);
  const tokenHash = hashes.oneTimeToken('set-up', text);
  await insertOneTimeToken(tx, { tokenHash, purpose: 'set-up', expiresAt });
  return text;
}
