import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import {
  appendRestriction,
  forgetPersonKeys,
  revokePersonKeys,
  waitForOlderTransactions,
} from '../../vault/index.ts';
import { ErasureError } from './erasure-error.ts';
import type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
import {
  endSessionsOf,
  lockPerson,
  markErasure,
  putBegunErasure,
  readAccountState,
  readErasure,
  revokeSharesOf,
  writeAccountState,
} from './erasure-store.ts';
import { isHeld } from './legal-hold.ts';
import { publishRestrictions, readWords } from './restriction-list.ts';

/**
 * From this commit on nothing of the person opens any more, and there is no way back. Begins once; again is no error.
 * @throws {@link ErasureError} `unknown_person`, `not_confirmed`, `erasure_waiting`, `legal_hold`: nothing was changed.
 */
export async function beginErasure(
  parts: ErasureParts,
  personId: string,
  options: ErasureOptions,
): Promise<void> {
  const { gate } = parts;
  await gate.db.transaction(async (tx) => {
    const isThere = await lockPerson(tx, personId);
    const row = await readErasure(gate, tx, personId);
    // Who has begun is on the list too: the time alone is what anybody could write into the row.
    if (row?.begun_at != null && (await readWords(gate, tx)).erased.has(personId)) return;
    if (!isThere) throw new ErasureError('unknown_person');
    if (row === undefined || row.confirmed_at === null || row.cancelled_at !== null) {
      throw new ErasureError('not_confirmed');
    }
    if (await isHeld(gate, tx, personId)) throw new ErasureError('legal_hold');
    const now = gate.now();
    const { by = 'operator' } = options;
    const begun = { action: 'person.erase', outcome: 'success', reason: 'begun' } as const;
    // Before the keys are revoked: its detail is the person's, and goes with them.
    await recordOperationIn(gate, tx, { ...begun, by, personId });
    await shutOut(gate, tx, personId);
    await appendRestriction(tx, gate.hashes, { kind: 'person-erased', personId, madeAt: now });
    await markErasure(gate, tx, row, { begun_at: now });
  });
}

/** For what a restored database brought back: no hold and no confirmation is asked about a second time. */
export async function beginReplayedErasure(
  gate: Gate,
  tx: Tx,
  erased: { readonly personId: string; readonly madeAt: Date },
): Promise<void> {
  const { personId, madeAt } = erased;
  await lockPerson(tx, personId);
  await shutOut(gate, tx, personId);
  await putBegunErasure(gate, tx, personId, { at: madeAt, now: gate.now() });
}

async function shutOut(gate: Gate, tx: Tx, personId: string): Promise<void> {
  const now = gate.now();
  await revokePersonKeys(tx, personId);
  await endSessionsOf(tx, personId, 'erased', now);
  await revokeSharesOf(tx, personId, now);
  const account = await readAccountState(tx, personId);
  if (account === undefined) return;
  const { role, secondFactor } = account;
  const mac = gate.hashes.account({ personId, role, state: 'suspended', secondFactor });
  await writeAccountState(tx, personId, { state: 'suspended', mac });
}

/**
 * After the beginning was committed: the signed list in every copy of the key store, no transaction left that began
 * before, no event of one that still waits, and no unwrapped key in any cache. Only then may anything be deleted.
 */
export async function settleErasure(
  { gate, drainMs }: Pick<ErasureParts, 'gate' | 'drainMs'>,
  personId: string,
  options: ErasureOptions,
): Promise<void> {
  await publishRestrictions(gate);
  forgetPersonKeys(gate.vault, personId);
  await waitForOlderTransactions(gate.db, options.signal);
  await sleep(drainMs);
  // What only read or was refused is written after its own transaction: it would bring the person's tokens back.
  await gate.lane.settle();
  forgetPersonKeys(gate.vault, personId);
}
