import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import {
  isRestored,
  lockRestrictions,
  replaceRestrictions,
  type Restriction,
} from '../../vault/index.ts';
import { beginReplayedErasure } from './begin-erasure.ts';
import { erasePerson } from './erase-person.ts';
import { ErasureError } from './erasure-error.ts';
import type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
import { endSessionsOf, readStillThere } from './erasure-store.ts';
import { completeList, readLists, short } from './restriction-list.ts';
import { setAccountState } from './suspend-person.ts';

export interface ReplayResult {
  /** Restrictions that the database did not know any more. */
  readonly applied: number;
  /** Persons who had come back, and are erased again. */
  readonly erasedAgain: number;
}

/**
 * At every unlock, before anything is served: the signed list and the database are made to say the same. What only the
 * database has was committed right before a crash, and is added to the list; unless the database is known to be an
 * older one, which then has what the list should have. What only the list has is done again. And nobody on the list who
 * was erased may be there, wherever their rows come from.
 * @throws VaultError `restriction_list_short`, `key_store_damaged`, `key_store_copy_unwritable`
 */
export async function replayRestrictions(
  parts: ErasureParts,
  options: ErasureOptions = {},
): Promise<ReplayResult> {
  const { gate } = parts;
  const isBehind = await isRestored(gate.vault);
  const compare = async (tx: Tx) => {
    await lockRestrictions(tx);
    const lists = await readLists(gate, tx);
    if (isBehind && lists.onlyInTable.length > 0) throw short();
    return { list: await completeList(gate, tx, lists), missing: lists.onlyInList };
  };
  const { list, missing } = await gate.db.transaction(compare);
  // Apart from the lock: a suspension on another node takes the account first, and the lock then.
  await gate.db.transaction((tx) => suspendAgain(gate, tx, missing));
  const erased = await shutOutAgain(gate, list);
  // The table last: until everything on the list is in force, the next start finds it missing here again.
  await gate.db.transaction(async (tx) => {
    await lockRestrictions(tx);
    await replaceRestrictions(tx, list);
  });
  // Nothing is served yet, so no cache has to be waited for.
  for (const personId of erased) await erasePerson({ ...parts, drainMs: 0 }, personId, options);
  return { applied: missing.length, erasedAgain: erased.length };
}

/** The last word on each account counts. */
async function suspendAgain(gate: Gate, tx: Tx, missing: readonly Restriction[]): Promise<void> {
  const last = new Map(
    missing.flatMap((each) => (each.kind === 'person-erased' ? [] : [[each.personId, each.kind]])),
  );
  for (const [personId, kind] of last) {
    const state = kind === 'person-suspended' ? 'suspended' : 'active';
    try {
      await setAccountState(gate, tx, personId, state);
      if (state === 'suspended') await endSessionsOf(tx, personId, 'suspended', gate.now());
    } catch (error) {
      // The older database may be from before this account; one that was altered is nobody's anyway.
      if (!(error instanceof ErasureError)) throw error;
      gate.log.warn({ code: error.code }, 'a suspension could not be done again');
    }
  }
}

/** Whoever of the erased is there: first all of them are shut out, then each is erased. */
async function shutOutAgain(gate: Gate, list: readonly Restriction[]): Promise<readonly string[]> {
  const erasures = new Map(
    list.flatMap((each) => (each.kind === 'person-erased' ? [[each.personId, each]] : [])),
  );
  const back = await gate.db.transaction((tx) => readStillThere(tx, [...erasures.keys()]));
  for (const personId of back) {
    const { madeAt } = erasures.get(personId) ?? { madeAt: gate.now() };
    await gate.db.transaction((tx) => beginReplayedErasure(gate, tx, { personId, madeAt }));
  }
  return back;
}
