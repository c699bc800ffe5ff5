import { SecretKey, wrapKey, wrappedKeyIds } from '@wardkeep/crypto';
import type { SealedResource } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import { insertPersonKeys, type PersonKeyRow } from './person-key-store.ts';
import { wrappingEpoch, ringOf } from './key-ring.ts';
import { personKeyIdentity } from './person-vault.ts';
import { lockPersonKeys, retireKey } from './renew-store.ts';
import { lockOwner } from './reseal-store.ts';
import type { Vault } from './vault.ts';

/** What was done to one person's keys and values, for the audit event that commits with it. */
export interface Resealed {
  readonly personId: string;
  readonly resources: readonly SealedResource[];
  /** SHA-256, hexadecimal, of each new ciphertext. */
  readonly ciphertextHashes: readonly string[];
}

export type RecordResealed = (tx: Tx, resealed: Resealed) => Promise<void>;

/**
 * Every marked key of the person gets a successor that seals from this commit on; the marked one opens on as `retired`.
 * @returns how many.
 */
export async function beginRenewal(
  vault: Vault,
  personId: string,
  record: RecordResealed,
): Promise<number> {
  const ring = ringOf(vault);
  return ring.db.transaction(async (tx) => {
    // In this order everywhere: era, person, keys. An erasure that begins now waits here, or is waited for.
    const epoch = await wrappingEpoch(ring, tx);
    if (!(await lockOwner(tx, personId))) return 0;
    const rows = await lockPersonKeys(tx, personId);
    const marked = rows.filter((row) => row.renew && row.state === 'active');
    if (marked.length === 0) return 0;
    const successors = marked.map((row) => successorOf(row, rows, epoch));
    for (const row of marked) await retireKey(tx, row);
    await insertPersonKeys(tx, successors, ring.now());
    const resources = successors.map(({ purpose, version, wrapped }) => ({
      type: `PersonKey-${purpose}`,
      id: wrappedKeyIds(wrapped).keyId,
      version,
    }));
    await record(tx, { personId, resources, ciphertextHashes: [] });
    return marked.length;
  });
}

function successorOf(
  row: PersonKeyRow,
  rows: readonly PersonKeyRow[],
  epoch: SecretKey,
): PersonKeyRow {
  const { person_id, purpose } = row;
  const versions = rows.filter((each) => each.purpose === purpose).map((each) => each.version);
  const version = Math.max(...versions) + 1;
  const identity = personKeyIdentity({ person_id, purpose, version });
  const wrapped = wrapKey(epoch, SecretKey.generate(), identity);
  return { person_id, purpose, version, wrapped, state: 'active' };
}
