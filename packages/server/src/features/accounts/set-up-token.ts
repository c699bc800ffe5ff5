import type { Tx } from '../../db/tx.ts';
import { forgetSetUpTokens, insertOneTimeToken } from './account-store.ts';
import { newOneTimeToken } from './one-time-token.ts';

const SET_UP_MS = 7 * 24 * 60 * 60_000;

/** A fresh one-time link for the first administrator; the one before stops working. */
export async function newSetUpToken(tx: Tx, now: Date): Promise<string> {
  const { token, tokenHash } = newOneTimeToken();
  await forgetSetUpTokens(tx);
  await insertOneTimeToken(tx, {
    tokenHash,
    purpose: 'set-up',
    role: null,
    expiresAt: new Date(now.getTime() + SET_UP_MS),
  });
  return token;
}
