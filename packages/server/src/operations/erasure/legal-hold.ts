import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { appendRestriction } from '../../vault/index.ts';
import { ErasureError } from './erasure-error.ts';
import { deleteHold, hasHoldRow, insertHold, lockPerson, readErasure } from './erasure-store.ts';
import { publishRestrictions, readWords } from './restriction-list.ts';

/**
 * Forbids erasing the person until it is released; a restore does not undo it. Placing it twice is no error.
 * @throws {@link ErasureError} `unknown_person`, `erasure_begun`: it comes too late.
 */
export async function placeHold(gate: Gate, personId: string): Promise<void> {
  await gate.db.transaction(async (tx) => {
    // A person who is there may be erased at this moment; who has the lock first decides.
    const isThere = await lockPerson(tx, personId);
    if ((await readErasure(gate, tx, personId))?.begun_at != null)
      throw new ErasureError('erasure_begun');
    if (!isThere) throw new ErasureError('unknown_person');
    const madeAt = gate.now();
    await insertHold(tx, personId, madeAt);
    if (!(await isHeldByList(gate, tx, personId)))
      await appendRestriction(tx, gate.hashes, { kind: 'person-held', personId, madeAt });
    await recordOperationIn(gate, tx, { action: 'person.hold', outcome: 'success', personId });
  });
  await publishRestrictions(gate);
}

/** @returns false when there was none. */
export async function releaseHold(gate: Gate, personId: string): Promise<boolean> {
  const wasHeld = await gate.db.transaction(async (tx) => {
    await lockPerson(tx, personId);
    const isListed = await isHeldByList(gate, tx, personId);
    const wasInTable = await deleteHold(tx, personId);
    if (!isListed && !wasInTable) return false;
    const madeAt = gate.now();
    await appendRestriction(tx, gate.hashes, { kind: 'person-released', personId, madeAt });
    await recordOperationIn(gate, tx, { action: 'person.release', outcome: 'success', personId });
    return true;
  });
  // Also when nothing changed: the run before may have died right here.
  await publishRestrictions(gate);
  return wasHeld;
}

/** By the last word of the restriction list, or by the table: a row that somebody deletes there releases nobody. */
export async function isHeld(gate: Gate, tx: Tx, personId: string): Promise<boolean> {
  return (await hasHoldRow(tx, personId)) || (await isHeldByList(gate, tx, personId));
}

async function isHeldByList(gate: Gate, tx: Tx, personId: string): Promise<boolean> {
  return (await readWords(gate, tx)).holds.get(personId) === true;
}
