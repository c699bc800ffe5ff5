import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { forgetSetUpTokens } from './one-time-token-store.ts';
import { issueOneTimeToken } from './one-time-token.ts';

const SET_UP_MS = 7 * 24 * 60 * 60_000;

/** A fresh one-time link for the first administrator; the one before stops working. */
export async function newSetUpToken(
  tx: Tx,
  gate: Pick<Gate, 'hashes' | 'sealing'>,
  now: Date,
): Promise<string> {
  await forgetSetUpTokens(tx);
  return issueOneTimeToken({ now, gate }, tx, {
    purpose: 'set-up',
    expiresAt: new Date(now.getTime() + SET_UP_MS),
    detail: { role: 'admin' },
  });
}
