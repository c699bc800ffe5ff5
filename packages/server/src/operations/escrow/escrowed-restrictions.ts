import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import { VaultError, compareRestrictions, type Restriction } from '../../vault/index.ts';
import { openRestrictions, readLists, restrictionKey } from '../erasure/restriction-list.ts';
import { escrowCodeOf } from './escrow-error.ts';
import type { EscrowSink, HeldNote, RestrictionsItem } from './escrow-sink.ts';
import type { Verdict } from './escrow-store.ts';

/** The signed list of the key store; undefined while there is none that is ours, or none longer than `beyond`. */
export async function ownRestrictions(
  gate: Gate,
  tx: Tx,
  beyond = -1,
): Promise<RestrictionsItem | undefined> {
  const note = gate.vault.keyStore.restrictions();
  // Asked every few seconds: the lines are read only when there are more of them.
  if (note === undefined || !(Number(note.split('\n', 3)[2]) > beyond)) return undefined;
  const list = await listIn(gate, tx, note);
  return list === undefined ? undefined : { kind: 'restrictions', size: list.length, note };
}

/** `forked`: it holds a line that neither our list nor our table has. */
export async function judgeRestrictions(gate: Gate, tx: Tx, held: HeldNote): Promise<Verdict> {
  const theirs = await listIn(gate, tx, held.note);
  if (theirs === undefined || theirs.length !== held.size) return 'unreadable';
  return (await countMissing(gate, tx, theirs)) === 0 ? 'consistent' : 'forked';
}

/**
 * Before a database is served: the list that a place outside holds is one that this server published, so whoever is on it
 * and not on ours would come back. A place that can't be read keeps no server from starting.
 * @throws VaultError `restriction_list_short`
 */
export async function refuseShorterThanEscrow(
  gate: Gate,
  sinks: readonly EscrowSink[],
): Promise<void> {
  for (const { sink, place, reader } of sinks) {
    const held = await reader?.newestRestrictions().catch((error: unknown) => {
      gate.log.warn({ sink, code: escrowCodeOf(error) }, 'a place of escrow can’t be read');
      return undefined;
    });
    if (held === undefined) continue;
    const missing = await gate.db.transaction(async (tx) => {
      const theirs = await listIn(gate, tx, held.note);
      return theirs === undefined ? undefined : countMissing(gate, tx, theirs);
    });
    if (missing === undefined)
      gate.log.error({ sink }, 'the restriction list in escrow was not written by this server');
    if (missing !== undefined && missing > 0) throw short(missing, place);
  }
}

async function countMissing(gate: Gate, tx: Tx, theirs: readonly Restriction[]): Promise<number> {
  const { whole } = await readLists(gate, tx);
  return compareRestrictions(theirs, whole).onlyInList.length;
}

async function listIn(
  gate: Gate,
  tx: Tx,
  note: string,
): Promise<readonly Restriction[] | undefined> {
  try {
    return openRestrictions(note, await restrictionKey(gate, tx));
  } catch (error) {
    if (error instanceof VaultError && error.code === 'key_store_damaged') return undefined;
    throw error;
  }
}

function short(missing: number, place: string): VaultError {
  return new VaultError(
    'restriction_list_short',
    `The list of erasures and suspensions lacks ${missing} that the escrow holds. Put the newest file of restrictions/ in ` +
      `${place} into each directory of the key store, as restrictions.note.`,
  );
}
