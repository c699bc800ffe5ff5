import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { ErasureError } from './erasure-error.ts';
import { deleteHold, insertHold, lockPerson, readErasure } from './erasure-store.ts';

/**
 * Forbids erasing the person until it is released. Placing it twice is no error.
 * @throws {@link ErasureError} `unknown_person`, `erasure_begun`: it comes too late.
 */
export async function placeHold(gate: Gate, personId: string): Promise<void> {
  await gate.db.transaction(async (tx) => {
    // A person who is there may be erased at this moment; who has the lock first decides.
    const isThere = await lockPerson(tx, personId);
    if ((await readErasure(tx, personId))?.begun_at != null)
      throw new ErasureError('erasure_begun');
    if (!isThere) throw new ErasureError('unknown_person');
    await insertHold(tx, personId, gate.now());
    await recordOperationIn(gate, tx, { action: 'person.hold', outcome: 'success', personId });
  });
}

/** @returns false when there was none. */
export async function releaseHold(gate: Gate, personId: string): Promise<boolean> {
  return gate.db.transaction(async (tx) => {
    await lockPerson(tx, personId);
    const wasHeld = await deleteHold(tx, personId);
    if (wasHeld) {
      await recordOperationIn(gate, tx, { action: 'person.release', outcome: 'success', personId });
    }
    return wasHeld;
  });
}
