import type { Tx } from '../../db/tx.ts';
import type { AccountTools } from '../../gate/index.ts';
import { LONGEST_WINDOW_MS } from './guess-rules.ts';
import { countEach } from './guess-store.ts';

/**
 * Counts what somebody looked for and did not find. It refuses nothing: what to do about many is for the caller.
 * @returns how many there were within an hour of the first, this one too.
 */
export async function countMisses(
  { now, gate }: { readonly now: Date; readonly gate: Pick<AccountTools, 'hashes'> },
  tx: Tx,
  { what, personId }: { readonly what: string; readonly personId: string },
): Promise<number> {
  const subject = gate.hashes.counted('guess.account', `${what}/${personId}`);
  return countEach(tx, subject, { now, start: new Date(now.getTime() - LONGEST_WINDOW_MS) });
}
