import { createHash } from 'node:crypto';
import { CryptoError, type Sealed } from '@wardkeep/crypto';
import type { SealedColumn, SealedRow } from '../db/sealed-columns.ts';
import type { Tx } from '../db/tx.ts';
import type { PersonVault } from './person-vault.ts';
import { ringOf } from './key-ring.ts';
import type { RecordResealed } from './renew-person.ts';
import {
  lockOwner,
  readValuesUnder,
  swapValue,
  type StoredValue,
  type UnderKeys,
} from './reseal-store.ts';
import type { Vault } from './vault.ts';
import { refuseWhenStopped } from './renew-older.ts';
import { VaultError } from './vault-error.ts';

/** Shared by the values and the files of one person and purpose. */
export interface ResealWork {
  readonly vault: Vault;
  readonly record: RecordResealed;
  /** The person, and the ids of the key versions that must hold nothing any more. */
  readonly of: UnderKeys;
  readonly signal: AbortSignal | undefined;
  readonly tally: ResealTally;
}

export interface ResealTally {
  values: number;
  files: number;
  /** Did not open under the key that they name: altered or lost. They stay as they are. */
  damaged: number;
}

interface Page {
  readonly last: SealedRow | undefined;
  readonly resealed: number;
  readonly damaged: number;
}

/**
 * Seals every value in one column under the active key, a page to a transaction. Each is compared with what was read
 * before it is replaced, so a write in the meantime is never undone.
 */
export async function resealValues(work: ResealWork, column: SealedColumn): Promise<void> {
  let after: SealedRow | undefined;
  do {
    refuseWhenStopped(work.signal);
    const page = await ringOf(work.vault).db.transaction(
      (tx) => resealPage(tx, work, column, after),
      {
        retry: true,
      },
    );
    work.tally.values += page.resealed;
    work.tally.damaged += page.damaged;
    after = page.last;
  } while (after !== undefined);
}

async function resealPage(
  tx: Tx,
  work: ResealWork,
  column: SealedColumn,
  after: SealedRow | undefined,
): Promise<Page> {
  const { ownerId } = work.of;
  const nothing: Page = { last: undefined, resealed: 0, damaged: 0 };
  if (!(await lockOwner(tx, ownerId))) return nothing;
  const vault = await unlockOwner(tx, work, column);
  const page = await readValuesUnder(tx, column, work.of, after);
  if (vault === undefined || page.length === 0) return nothing;
  const opened = page.map((stored) => ({ stored, sealed: sealAgain(vault, column, stored) }));
  vault.close();
  const swapped = await swapAll(tx, column, opened);
  if (swapped.length > 0) {
    await work.record(tx, {
      personId: ownerId,
      resources: swapped.map(({ stored }) => column.resource(stored.row)),
      ciphertextHashes: swapped.map(({ sealed }) => hashOf(sealed)),
    });
  }
  const damaged = opened.filter(({ sealed }) => sealed === undefined).length;
  return { last: page.at(-1)?.row, resealed: swapped.length, damaged };
}

/** Undefined when the person's keys were revoked: an erasure has begun, and nothing is sealed any more. */
export async function unlockOwner(
  tx: Tx,
  work: ResealWork,
  column: SealedColumn,
): Promise<PersonVault | undefined> {
  const { ownerId } = work.of;
  const rows = await work.vault.readKeys(tx, [ownerId], [column.purpose]);
  return work.vault.unlock(rows, ownerId, column.purpose);
}

/** Undefined when it does not open: that is found and counted, and stands in the way of nothing else. */
export function sealAgain(
  vault: PersonVault,
  column: SealedColumn,
  { row, sealed }: StoredValue,
): Sealed<unknown> | undefined {
  const name = column.name(row);
  try {
    return vault.seal(name, vault.open(name, sealed));
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}

export function isDamage(error: unknown): boolean {
  return (
    error instanceof CryptoError || (error instanceof VaultError && error.code === 'person_erased')
  );
}

export function hashOf(sealed: Sealed<unknown>): string {
  return createHash('sha256').update(sealed).digest('hex');
}

async function swapAll(
  tx: Tx,
  column: SealedColumn,
  opened: readonly {
    readonly stored: StoredValue;
    readonly sealed: Sealed<unknown> | undefined;
  }[],
): Promise<readonly { readonly stored: StoredValue; readonly sealed: Sealed<unknown> }[]> {
  const swaps = await Promise.all(
    opened.map(async ({ stored, sealed }) => {
      if (sealed === undefined) return [];
      return (await swapValue(tx, column, stored, sealed)) ? [{ stored, sealed }] : [];
    }),
  );
  return swaps.flat();
}
