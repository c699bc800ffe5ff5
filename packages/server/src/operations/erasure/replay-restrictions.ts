import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { isRestored, lockRestrictions, replaceRestrictions } from '../../vault/index.ts';
import { beginReplayedErasure } from './begin-erasure.ts';
import { erasePerson } from './erase-person.ts';
import { ErasureError } from './erasure-error.ts';
import type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
import {
  deleteHold,
  endSessionsOf,
  insertHold,
  lockPerson,
  readAccountState,
  readAccountsOutOf,
  readHolds,
  readStillThere,
} from './erasure-store.ts';
import { completeList, readLists, readWords, short } from './restriction-list.ts';
import { wordsOf, type RestrictionWords } from './restriction-words.ts';
import { setAccountState } from './suspend-person.ts';

export interface ReplayResult {
  /** Restrictions that the database did not know any more. */
  readonly applied: number;
  /** Persons who had come back, and are erased again. */
  readonly erasedAgain: number;
}

/**
 * At every unlock, before anything is served: the restrictions are in force, and whoever had come back is erased.
 * @throws VaultError `restriction_list_short`, `key_store_damaged`, `key_store_copy_unwritable`
 */
export async function replayRestrictions(
  parts: ErasureParts,
  options: ErasureOptions = {},
): Promise<ReplayResult> {
  const { applied, shutOut } = await enforceRestrictions(parts.gate);
  // Nothing is served yet, so no cache has to be waited for.
  for (const personId of shutOut) await erasePerson({ ...parts, drainMs: 0 }, personId, options);
  return { applied, erasedAgain: shutOut.length };
}

/**
 * The signed list and the database are made to say the same, also while they are served: whoever can write to the
 * database can put back what was true before. What only the table has was committed right before a crash, and is added
 * to the list; unless the database is known to be an older one, which then has what the list should have. The last word
 * of the list on each account and hold is in force afterwards, and nobody on it who was erased opens anything.
 * @returns `shutOut`: of whom something had come back. Their erasure is begun anew, and not finished.
 * @throws as {@link replayRestrictions}
 */
export async function enforceRestrictions(
  gate: Gate,
): Promise<{ readonly applied: number; readonly shutOut: readonly string[] }> {
  const isBehind = await isRestored(gate.vault);
  const { whole, onlyInList } = await gate.db.transaction(async (tx) => {
    await lockRestrictions(tx);
    const lists = await readLists(gate, tx);
    if (isBehind && lists.onlyInTable.length > 0) throw short();
    completeList(gate, lists);
    return lists;
  });
  const words = wordsOf(whole);
  // Each apart from the lock: a suspension on another node takes the account first, and the lock then.
  await setAccounts(gate, words);
  await setHolds(gate, words);
  const shutOut = await shutOutAgain(gate, words);
  // The table last: until everything on the list is in force, the next look finds it missing here again.
  await gate.db.transaction(async (tx) => {
    await lockRestrictions(tx);
    const lists = await readLists(gate, tx);
    completeList(gate, lists);
    if (lists.isTableOther) await replaceRestrictions(tx, gate.hashes, lists.whole);
  });
  return { applied: onlyInList.length, shutOut };
}

/** Also where the table has the line: the account's row of before, with its MAC, is what anybody could put back. */
async function setAccounts(gate: Gate, { accounts }: RestrictionWords): Promise<void> {
  const others = await gate.db.transaction((tx) => readAccountsOutOf(tx, accounts));
  for (const personId of others) {
    try {
      await gate.db.transaction((tx) => setAccount(gate, tx, personId));
    } catch (error) {
      // One that was altered is nobody's anyway.
      if (!(error instanceof ErasureError)) throw error;
      gate.log.warn({ code: error.code }, 'a suspension could not be done again');
    }
  }
}

/** With the account's lock the last word is the last: whoever says another one waits for it. */
async function setAccount(gate: Gate, tx: Tx, personId: string): Promise<void> {
  const account = await readAccountState(tx, personId);
  const state = (await readWords(gate, tx)).accounts.get(personId);
  if (state === undefined) return;
  // Shut out by its owner is shut out.
  if (state === 'suspended' && account?.state === 'deactivated') return;
  if (!(await setAccountState(gate, tx, personId, state))) return;
  if (state === 'suspended') await endSessionsOf(tx, personId, 'suspended', gate.now());
}

async function setHolds(gate: Gate, { holds }: RestrictionWords): Promise<void> {
  const held = new Set(await gate.db.transaction((tx) => readHolds(tx)));
  const others = [...holds].filter(([personId, isHeld]) => held.has(personId) !== isHeld);
  for (const [personId] of others)
    await gate.db.transaction(async (tx) => {
      await lockPerson(tx, personId);
      const isHeld = (await readWords(gate, tx)).holds.get(personId);
      if (isHeld === true) await insertHold(tx, personId, gate.now());
      if (isHeld === false) await deleteHold(tx, personId);
    });
}

/** Whoever of the erased is there. */
async function shutOutAgain(gate: Gate, { erased }: RestrictionWords): Promise<readonly string[]> {
  const back = await gate.db.transaction((tx) => readStillThere(tx, [...erased.keys()]));
  for (const personId of back) {
    const { madeAt } = erased.get(personId) ?? { madeAt: gate.now() };
    await gate.db.transaction((tx) => beginReplayedErasure(gate, tx, { personId, madeAt }));
  }
  return back;
}
