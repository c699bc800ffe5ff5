import { wrappedKeyIds } from '@wardkeep/crypto';
import { SEALED_COLUMNS, type SealedColumn } from '../db/sealed-columns.ts';
import type { KeyPurpose } from '../db/schema.ts';
import { sendKeyNotice } from './key-notices-store.ts';
import type { PersonKeyRow } from './person-key-store.ts';
import { refuseWhenStopped, waitForOlderTransactions } from './renew-older.ts';
import { beginRenewal, type RecordResealed } from './renew-person.ts';
import { countPersonsToRenew, deleteRetiredKeys, readPersonsToRenew } from './renew-store.ts';
import { ringOf, type KeyWorkOptions } from './key-ring.ts';
import { hasFiles, resealFiles, type FileOptions } from './reseal-files.ts';
import { countUnder } from './reseal-store.ts';
import { resealValues, type ResealTally, type ResealWork } from './reseal.ts';
import type { Vault } from './vault.ts';

/** Progress counts persons, of those that were marked when the run began. */
export interface RenewalOptions extends FileOptions, KeyWorkOptions {
  readonly record: RecordResealed;
}

export interface RenewalResult extends Readonly<ResealTally> {
  readonly persons: number;
  /** New versions that were made. */
  readonly newKeys: number;
  /** Old versions that are gone for good. */
  readonly deletedKeys: number;
  /** Old versions that still have something sealed under them: what is damaged, or was in the way. The next run tries again. */
  readonly left: number;
}

/** So many persons share one wait for older transactions. */
const PERSONS_AT_ONCE = 50;
const ROUNDS = 3;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Renews every marked person key while requests run: a new version, everything sealed anew under it, the old version
 * deleted. Goes on from wherever an earlier run stopped. An audit key gets a new version too, and keeps the old one.
 * @throws {@link VaultError} `work_unfinished`, `work_aborted`. What was done by then stays done.
 */
export async function renewMarked(vault: Vault, options: RenewalOptions): Promise<RenewalResult> {
  const { db } = ringOf(vault);
  const total = await db.transaction((tx) => countPersonsToRenew(tx));
  const result = {
    persons: 0,
    newKeys: 0,
    deletedKeys: 0,
    left: 0,
    values: 0,
    files: 0,
    damaged: 0,
  };
  for (let after = BEFORE_ALL; ;) {
    const personIds = await db.transaction((tx) => readPersonsToRenew(tx, after, PERSONS_AT_ONCE));
    const last = personIds.at(-1);
    if (last === undefined) return result;
    for (const personId of personIds) {
      refuseWhenStopped(options.signal);
      result.newKeys += await beginRenewal(vault, personId, options.record);
    }
    await waitForOlderTransactions(db, options.signal);
    for (const personId of personIds) {
      await finishPerson(vault, personId, options, result);
      result.persons += 1;
      options.onProgress?.({ phase: 'renewing', done: result.persons, total });
    }
    after = last;
  }
}

async function finishPerson(
  vault: Vault,
  personId: string,
  options: RenewalOptions,
  result: ResealTally & { deletedKeys: number; left: number },
): Promise<void> {
  const rows = await ringOf(vault).db.transaction((tx) =>
    vault.readKeys(tx, [personId], [...new Set(SEALED_COLUMNS.map(({ purpose }) => purpose))]),
  );
  for (const [purpose, columns] of columnsByPurpose()) {
    const retired = rows.filter((row) => row.purpose === purpose && row.state === 'retired');
    if (retired.length === 0) continue;
    const deleted = await resealPurpose(vault, retired, columns, { options, tally: result });
    result.deletedKeys += deleted;
    result.left += retired.length - deleted;
  }
}

/** @returns how many of the retired versions are gone, which is all or none. */
async function resealPurpose(
  vault: Vault,
  retired: readonly PersonKeyRow[],
  columns: readonly SealedColumn[],
  { options, tally }: { readonly options: RenewalOptions; readonly tally: ResealTally },
): Promise<number> {
  const [first] = retired;
  if (first === undefined) return 0;
  const { person_id: personId } = first;
  const of = {
    ownerId: personId,
    keyIds: retired.map(({ wrapped }) => wrappedKeyIds(wrapped).keyId),
  };
  const { record, signal } = options;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = { values: 0, files: 0, damaged: 0 };
    const work: ResealWork = { vault, record, of, signal, tally: found };
    for (const column of columns) {
      // Files first: their rows change whole, and what is left of the column are rows without a file.
      if (hasFiles(column)) await resealFiles(work, column, options);
      await resealValues(work, column);
    }
    tally.values += found.values;
    tally.files += found.files;
    if (await deleteIfEmpty(vault, retired, columns, of)) return retired.length;
    if (found.damaged > 0) {
      tally.damaged += found.damaged;
      return 0;
    }
  }
  return 0;
}

async function deleteIfEmpty(
  vault: Vault,
  retired: readonly PersonKeyRow[],
  columns: readonly SealedColumn[],
  of: { readonly ownerId: string; readonly keyIds: readonly string[] },
): Promise<boolean> {
  return ringOf(vault).db.transaction(async (tx) => {
    for (const column of columns) if ((await countUnder(tx, column, of)) > 0) return false;
    const [first] = retired;
    if (first === undefined) return true;
    const versions = retired.map(({ version }) => version);
    const { person_id: personId, purpose } = first;
    await deleteRetiredKeys(tx, { personId, purpose, versions });
    await sendKeyNotice(tx, personId);
    return true;
  });
}

function columnsByPurpose(): ReadonlyMap<KeyPurpose, readonly SealedColumn[]> {
  const movable = SEALED_COLUMNS.filter((column) => column.keepsItsKey !== true);
  return Map.groupBy(movable, ({ purpose }) => purpose);
}
