import { sign } from 'node:crypto';
import { AuditError, hasEventAbout, type Witnessed } from '../../audit/index.ts';
import { openNote, signNote, type NoteKey } from '../../audit/signed-note.ts';
import type { RestrictionKind } from '../../db/schema.ts';
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

/** The reason in the event with which an erasure begins; one that was only ordered is no witness. */
export const BEGUN = 'begun';

/** The list of every erasure grows for ever; at 90 bytes a line this is a million of them. */
const LONGEST_NOTE = 100 * 1024 * 1024;

/** The event that says that a restriction was really made. */
const EVENTS: Readonly<Record<RestrictionKind, Pick<Witnessed, 'action' | 'reason'>>> = {
  'person-erased': { action: 'person.erase', reason: BEGUN },
  'person-suspended': { action: 'person.suspend' },
  'person-resumed': { action: 'person.resume' },
};

/**
 * Brings the signed list in every copy of the key store up to the table, after a commit that appended to it.
 * @throws VaultError `key_store_copy_unwritable`, `key_store_damaged`, `restriction_list_short`
 */
export async function publishRestrictions(gate: Gate): Promise<void> {
  await gate.db.transaction(async (tx) => {
    await lockRestrictions(tx);
    const lists = await readLists(gate, tx);
    await completeList(gate, tx, lists);
  });
}

export interface Lists extends ComparedLists {
  readonly key: RestrictionKey;
  readonly list: readonly Restriction[];
}

/** Both lists as they are now, the signature checked. The caller holds the table's lock. */
export async function readLists(gate: Gate, tx: Tx): Promise<Lists> {
  const key = await restrictionKey(gate, tx);
  const note = gate.vault.keyStore.restrictions();
  const list = note === undefined ? [] : openRestrictions(note, key);
  return { key, list, ...compareRestrictions(list, await readRestrictions(tx)) };
}

/**
 * Adds to the signed list what only the table has: it was committed, and the process died before it wrote the list.
 * Each such row must have its event in the audit log. One without was written by somebody else, or the list was put
 * back from an older copy of the key store; neither may be signed away.
 * @returns the whole list.
 */
export async function completeList(
  gate: Gate,
  tx: Tx,
  { key, list, onlyInTable }: Lists,
): Promise<readonly Restriction[]> {
  if (onlyInTable.length === 0) return list;
  for (const restriction of onlyInTable) {
    if (!(await isWitnessed(gate, tx, restriction))) throw short();
  }
  const added = onlyInTable.map((each, index) => ({ ...each, number: list.length + index + 1 }));
  const whole = [...list, ...added];
  gate.vault.keyStore.putRestrictions(signRestrictions(whole, key));
  return whole;
}

/**
 * For a restore: the list that the operator gives must have everything that is known here.
 * @throws VaultError `restriction_list_short`, `key_store_damaged` when it is not signed by this installation.
 */
export async function checkGivenList(gate: Gate, note: string): Promise<readonly Restriction[]> {
  return gate.db.transaction(async (tx) => {
    const { key, list } = await readLists(gate, tx);
    const given = openRestrictions(note, key);
    refuseShortList(given, [list, await readRestrictions(tx)]);
    return given;
  });
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

async function isWitnessed(gate: Gate, tx: Tx, restriction: Restriction): Promise<boolean> {
  const { personId, kind, madeAt } = restriction;
  return hasEventAbout(tx, gate.auditSealing, { ...EVENTS[kind], personId, at: madeAt });
}

export function short(): VaultError {
  return new VaultError(
    'restriction_list_short',
    'The signed list of erasures and suspensions lacks what the database has. Put the newest restrictions.note back into the key store.',
  );
}
