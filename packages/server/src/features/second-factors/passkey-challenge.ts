import { randomBytes } from 'node:crypto';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { deleteOldChallenges, insertChallenge, spendChallenge } from './passkey-store.ts';

const CHALLENGE_MS = 5 * 60_000;
const END_BYTES = 8;
const RANDOM_BYTES = 32;
const OLD_ONES_AT_A_TIME = 20;

/** What a challenge is good for: to add a passkey to this person, or to show one. */
export type ChallengeUse = { readonly add: string } | 'prove';

interface Parts {
  readonly gate: Pick<AccountTools, 'hashes'>;
  readonly now: Date;
}

/** Its end, and 256 random bits. What is stored is a keyed hash of them and of the use: no row can be made to say another. */
export async function newChallenge(
  { gate, now }: Parts,
  tx: Tx,
  use: ChallengeUse,
): Promise<Uint8Array<ArrayBuffer>> {
  const expiresAt = new Date(now.getTime() + CHALLENGE_MS);
  const challenge = Buffer.alloc(END_BYTES + RANDOM_BYTES);
  challenge.writeBigUInt64BE(BigInt(expiresAt.getTime()));
  randomBytes(RANDOM_BYTES).copy(challenge, END_BYTES);
  await deleteOldChallenges(tx, now, OLD_ONES_AT_A_TIME);
  await insertChallenge(tx, {
    tokenHash: hashOf(gate, challenge, use),
    personId: use === 'prove' ? null : use.add,
    expiresAt,
  });
  return Uint8Array.from(challenge);
}

/** True once, for five minutes, for a challenge that was made here for this use. */
export async function useChallenge(
  { gate, now }: Parts,
  tx: Tx,
  answered: { readonly challenge: string; readonly use: ChallengeUse },
): Promise<boolean> {
  const challenge = Buffer.from(answered.challenge, 'base64url');
  if (challenge.length !== END_BYTES + RANDOM_BYTES) return false;
  if (challenge.readBigUInt64BE() < BigInt(now.getTime())) return false;
  return spendChallenge(tx, hashOf(gate, challenge, answered.use));
}

function hashOf({ hashes }: Parts['gate'], challenge: Buffer, use: ChallengeUse): Buffer {
  const bound = use === 'prove' ? 'prove' : `add\n${use.add}`;
  return hashes.oneTimeToken('passkey-challenge', `${bound}\n${challenge.toString('base64url')}`);
}
