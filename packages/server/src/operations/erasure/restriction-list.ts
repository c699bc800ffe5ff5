import { sign } from 'node:crypto';
import { AuditError } from '../../audit/index.ts';
import { openNote, signNote, type NoteKey } from '../../audit/signed-note.ts';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';
import {
  VaultError,
  compareRestrictions,
  damagedRestrictions,
  lockRestrictions,
  parseRestrictions,
  readRestrictions,
  refuseShortList,
  restrictionText,
  type ComparedLists,
  type Restriction,
} from '../../vault/index.ts';
import { readInstallation } from './erasure-store.ts';
import { wordsOf, type RestrictionWords } from './restriction-words.ts';

/** The list of every erasure grows for ever; at 90 bytes a line this is a million of them. */
const LONGEST_NOTE = 100 * 1024 * 1024;

/**
 * Brings the signed list in every copy of the key store up to the table, after a commit that appended to it.
 * @throws VaultError `key_store_copy_unwritable`, `key_store_damaged`
 */
export async function publishRestrictions(gate: Gate): Promise<void> {
  await gate.db.transaction(async (tx) => {
    await lockRestrictions(tx);
    completeList(gate, await readLists(gate, tx));
  });
}

export interface Lists extends ComparedLists {
  readonly key: RestrictionKey;
  /** The signed list, and after it what only the table has. */
  readonly whole: readonly Restriction[];
  /** The table is not the whole list, number by number, or has rows that are none of ours. */
  readonly isTableOther: boolean;
}

/**
 * Both lists as they are now, signature and MACs checked. What somebody else wrote into the table is told to the log and
 * counts for nothing.
 * @throws VaultError `key_store_damaged`
 */
export async function readLists(gate: Gate, tx: Tx): Promise<Lists> {
  const key = await restrictionKey(gate, tx);
  const note = gate.vault.keyStore.restrictions();
  const list = note === undefined ? [] : openRestrictions(note, key);
  const { rows, forged } = await readRestrictions(tx, gate.hashes);
  if (forged > 0)
    gate.log.error({ forged }, 'the table of restrictions has rows that this server did not write');
  const compared = compareRestrictions(list, rows);
  const added = compared.onlyInTable.map((each, index) => ({
    ...each,
    number: list.length + index + 1,
  }));
  const whole = [...list, ...added];
  const isTableOther =
    forged > 0 ||
    rows.length !== whole.length ||
    compared.onlyInList.length > 0 ||
    rows.some(({ number }, index) => number !== index + 1);
  return { key, whole, isTableOther, ...compared };
}

/** What list and table say together. */
export async function readWords(gate: Gate, tx: Tx): Promise<RestrictionWords> {
  return wordsOf((await readLists(gate, tx)).whole);
}

/**
 * Adds to the signed list what only the table has: it was committed, and the process died before it wrote the list.
 * The caller holds the table's lock.
 */
export function completeList(gate: Gate, { key, whole, onlyInTable }: Lists): void {
  if (onlyInTable.length === 0) return;
  gate.vault.keyStore.putRestrictions(signRestrictions(whole, key));
}

/**
 * For a restore: the list that the operator gives must have everything that is known here.
 * @throws VaultError `restriction_list_short`, `key_store_damaged` when it is not signed by this installation.
 */
export async function checkGivenList(gate: Gate, note: string): Promise<readonly Restriction[]> {
  return gate.db.transaction(async (tx) => {
    const key = await restrictionKey(gate, tx);
    const given = openRestrictions(note, key);
    const { rows } = await readRestrictions(tx, gate.hashes);
    refuseShortList(given, [listInPlace(gate, key), rows]);
    return given;
  });
}

/** One that is damaged is what the operator's list is to replace. */
function listInPlace(gate: Gate, key: RestrictionKey): readonly Restriction[] {
  const note = gate.vault.keyStore.restrictions();
  try {
    return note === undefined ? [] : openRestrictions(note, key);
  } catch (error) {
    if (!(error instanceof VaultError && error.code === 'key_store_damaged')) throw error;
    gate.log.warn({ code: error.code }, 'the list in place is damaged; the given one replaces it');
    return [];
  }
}

export interface RestrictionKey extends NoteKey {
  readonly installationId: string;
  sign(text: Uint8Array): Uint8Array;
}

export async function restrictionKey(gate: Gate, tx: Tx): Promise<RestrictionKey> {
  const installationId = await readInstallation(tx);
  const { privateKey, publicKey } = gate.vault.service.pair('restriction-signing');
  return {
    installationId,
    name: `wardkeep-${installationId}/restrictions`,
    publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
    sign: (text) => sign(null, text, privateKey),
  };
}

export function signRestrictions(list: readonly Restriction[], key: RestrictionKey): string {
  return signNote(restrictionText(key.installationId, list), key, (text) => key.sign(text));
}

/** @throws VaultError `key_store_damaged` */
export function openRestrictions(note: string, key: RestrictionKey): readonly Restriction[] {
  return parseRestrictions(signedText(note, key), key.installationId);
}

function signedText(note: string, key: RestrictionKey): string {
  try {
    return openNote(note, key, LONGEST_NOTE);
  } catch (error) {
    if (error instanceof AuditError) throw damagedRestrictions(error);
    throw error;
  }
}

export function short(): VaultError {
  return new VaultError(
    'restriction_list_short',
    'The signed list of erasures and suspensions lacks what the database has. Put the newest restrictions.note back into the key store.',
  );
}
