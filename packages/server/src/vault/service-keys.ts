import { rewrapKey, wrappedKeyIds, type SecretKey } from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import type { Epochs } from './epochs.ts';
import { wrappingEpoch } from './key-ring.ts';
import {
  identityOf,
  makePair,
  newSymmetric,
  openServiceKey,
  pairRow,
  type KeyPair,
  type OpenedKey,
} from './service-key-material.ts';
import {
  AUDIT_CORE,
  MADE_LATER,
  MADE_WHEN_CHOSEN,
  PAIRS,
  RENEWED,
  SYMMETRIC,
  type PairName,
  type RenewedName,
  type SymmetricName,
} from './service-key-names.ts';
import {
  deleteServiceKey,
  hasAuditEvents,
  hasPersonKeys,
  insertServiceKey,
  readServiceKeys,
  rewrapServiceKey,
  type ServiceKeyRow,
} from './service-key-store.ts';
import { versionsThatCount } from './signing-versions.ts';
import { VaultError } from './vault-error.ts';

export type { KeyPair } from './service-key-material.ts';

/**
 * Keys of the service itself: random, wrapped by the epoch, one for each purpose, never derived from one another.
 * @throws VaultError `keys_unavailable` while the keys are not in memory.
 */
export interface ServiceKeys {
  symmetric(name: SymmetricName): SecretKey;
  /** The newest version. */
  pair(name: PairName): KeyPair;
  /** The versions whose signatures count now: the first one signs. None of a pair that was never made. */
  pairs(name: RenewedName): readonly KeyPair[];
  /** Reads the keys again, since another server may have made one. Asked often, it answers without looking. */
  lookAgain(): Promise<void>;
  /** Makes the first version of a pair that only a setting asks for. */
  makeChosen(name: RenewedName): Promise<void>;
  /** For the end of a year's retention; with the caller's commit. It leaves memory with the next `load`. */
  destroyAuditCore(tx: Tx, year: number): Promise<void>;
  /** As at the start; waits for whoever is loading. */
  load(): Promise<void>;
}

type Parts = { readonly db: Database; readonly epochs: Epochs; readonly now: () => Date };

/** Whoever sends keys that nobody knows makes the database work no oftener. */
const LOOK_AGAIN_MS = 1_000;

/** The same object for as long as the process runs: what signs and hashes holds on to it, through rotations and outages. */
export class OpenServiceKeys implements ServiceKeys {
  readonly #parts: Parts;
  /** The newest version of each first. */
  #opened: ReadonlyMap<string, readonly OpenedKey[]> = new Map();
  #loading: Promise<void> = Promise.resolve();
  #lookingAgain: Promise<void> | undefined;
  #lookedAtMs = -Infinity;

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async open(parts: Parts): Promise<OpenServiceKeys> {
    const service = new OpenServiceKeys(parts);
    await service.load();
    return service;
  }

  symmetric(name: SymmetricName): SecretKey {
    return this.#newest(name).key;
  }

  pair(name: PairName): KeyPair {
    return this.#newest(name).pair ?? notAPair(name);
  }

  pairs(name: RenewedName): readonly KeyPair[] {
    if (this.#opened.size === 0) throw away();
    const versions = this.#opened.get(name) ?? [];
    return versionsThatCount(versions, this.#parts.now()).map(({ pair }) => pair ?? notAPair(name));
  }

  lookAgain(): Promise<void> {
    const nowMs = performance.now();
    if (this.#lookingAgain === undefined && nowMs - this.#lookedAtMs < LOOK_AGAIN_MS)
      return Promise.resolve();
    this.#lookingAgain ??= this.load().finally(() => {
      this.#lookedAtMs = performance.now();
      this.#lookingAgain = undefined;
    });
    return this.#lookingAgain;
  }

  async makeChosen(name: RenewedName): Promise<void> {
    if (this.#opened.has(name)) return;
    const { db, epochs, now } = this.#parts;
    await db.transaction(async (tx) => {
      const epoch = await wrappingEpoch({ epochs }, tx);
      await insertServiceKey(tx, pairRow({ name, version: 1 }, makePair(name), epoch, now()));
    });
    await this.load();
  }

  async destroyAuditCore(tx: Tx, year: number): Promise<void> {
    const name = `${AUDIT_CORE}${year}`;
    for (const row of await readServiceKeys(tx))
      if (row.name === name) await deleteServiceKey(tx, row);
  }

  /**
   * Loads every service key and makes those that are missing, the audit key of this year and the next included. A
   * version that signs nothing that counts any more is deleted.
   * @throws VaultError `key_store_damaged`, naming the key, when one was lost that persons' data depends on.
   */
  load(): Promise<void> {
    // One after the other: what was read first must not replace what was read last.
    const loadAfter = (): Promise<void> => this.#load();
    this.#loading = this.#loading.then(loadAfter, loadAfter);
    return this.#loading;
  }

  /** @returns how many were under another epoch than the active one. */
  async rewrap(): Promise<number> {
    const { db, epochs } = this.#parts;
    return db.transaction(async (tx) => {
      const to = await wrappingEpoch(this.#parts, tx);
      let count = 0;
      for (const row of await readServiceKeys(tx)) {
        const { wrappingKeyId } = wrappedKeyIds(row.wrapped);
        if (wrappingKeyId === to.id) continue;
        const identity = identityOf(row.name, row.version);
        await rewrapServiceKey(
          tx,
          row,
          rewrapKey(epochs.get(wrappingKeyId), to, row.wrapped, identity),
        );
        count += 1;
      }
      return count;
    });
  }

  /** Every key leaves memory, but what somebody else still holds; `load` brings them back. */
  close(): void {
    for (const { key } of [...this.#opened.values()].flat()) key.destroy();
    this.#opened = new Map();
  }

  async #load(): Promise<void> {
    const { db, epochs, now } = this.#parts;
    const rows = await db.transaction(async (tx) => {
      await makeMissing(tx, epochs, now());
      return deleteReplaced(tx, await readServiceKeys(tx), now());
    });
    await epochs.load(rows.map((row) => wrappedKeyIds(row.wrapped).wrappingKeyId));
    const known = new Map([...this.#opened.values()].flat().map((each) => [each.key.id, each]));
    // Every version is opened, so that one that does not open is found at the start.
    const opened = rows.map((row) => ({
      name: row.name,
      key: known.get(wrappedKeyIds(row.wrapped).keyId) ?? openServiceKey(row, epochs),
    }));
    this.#opened = byName(opened);
    const kept = new Set(opened.map(({ key }) => key));
    for (const each of known.values()) if (!kept.has(each)) each.key.destroy();
  }

  #newest(name: string): OpenedKey {
    const found = this.#opened.get(name)?.[0];
    if (found !== undefined) return found;
    if (this.#opened.size === 0) throw away();
    throw new VaultError('key_store_missing', `The service key ${name} does not exist.`);
  }
}

/** What was first stays first. */
function byName(
  opened: readonly { readonly name: string; readonly key: OpenedKey }[],
): ReadonlyMap<string, readonly OpenedKey[]> {
  const names = Map.groupBy(opened, ({ name }) => name);
  return new Map([...names].map(([name, versions]) => [name, versions.map(({ key }) => key)]));
}

async function makeMissing(tx: Tx, epochs: Epochs, now: Date): Promise<void> {
  const years = [now.getUTCFullYear(), now.getUTCFullYear() + 1];
  const names = [...SYMMETRIC, ...years.map((year) => `${AUDIT_CORE}${year}`)];
  const known = new Set((await readServiceKeys(tx)).map((row) => row.name));
  const missing = names.filter((name) => !known.has(name));
  const missingPairs = pairNames().filter((name) => !known.has(name));
  if (missing.length + missingPairs.length === 0) return;
  await refuseLost(tx, [...missing, ...missingPairs]);
  const epoch = await wrappingEpoch({ epochs }, tx);
  for (const name of missing) await insertServiceKey(tx, newSymmetric(name, epoch, now));
  for (const name of missingPairs)
    await insertServiceKey(tx, pairRow({ name, version: 1 }, makePair(name), epoch, now));
}

/**
 * Once there are persons, a key that is not there was lost, and a new one would open and find nothing of what the lost
 * one did. Only one that no release before this had, or for a year without an event yet, is made.
 */
async function refuseLost(tx: Tx, missing: readonly string[]): Promise<void> {
  if (!(await hasPersonKeys(tx))) return;
  for (const name of missing.filter((each) => !MADE_LATER.has(each))) {
    const year = name.startsWith(AUDIT_CORE) ? name.slice(AUDIT_CORE.length) : undefined;
    if (year === undefined || (await hasAuditEvents(tx, year))) throw lost(name);
  }
}

function pairNames(): PairName[] {
  // Object.keys forgets which names they are.
  return (Object.keys(PAIRS) as PairName[]).filter((name) => !MADE_WHEN_CHOSEN.has(name));
}

/** @returns the others. */
async function deleteReplaced(
  tx: Tx,
  rows: readonly ServiceKeyRow[],
  now: Date,
): Promise<readonly ServiceKeyRow[]> {
  const replaced = RENEWED.flatMap((name) => {
    const versions = rows.filter((row) => row.name === name);
    const counting = versionsThatCount(versions, now);
    return versions.filter((version) => !counting.includes(version));
  });
  for (const row of replaced) await deleteServiceKey(tx, row);
  return rows.filter((row) => !replaced.includes(row));
}

function away(): VaultError {
  return new VaultError('keys_unavailable', 'The service’s keys are not in memory.');
}

function lost(name: string): VaultError {
  return new VaultError(
    'key_store_damaged',
    `The service key ${name} is missing from the database, which has persons: a new one would open nothing of what it ` +
      'sealed. Put the rows of table service_key back from a backup.',
  );
}

function notAPair(name: string): never {
  throw new VaultError('key_store_damaged', `The service key ${name} has no private half.`);
}
