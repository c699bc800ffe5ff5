import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import {
  SecretKey,
  openBytes,
  rewrapKey,
  sealBytes,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyIdentity,
} from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import type { Epochs } from './epochs.ts';
import { wrappingEpoch } from './key-ring.ts';
import {
  hasAuditEvents,
  hasPersonKeys,
  insertServiceKey,
  readServiceKeys,
  rewrapServiceKey,
  type ServiceKeyRow,
} from './service-key-store.ts';
import { VaultError } from './vault-error.ts';

const SYMMETRIC = [
  'pepper',
  'csrf',
  'tokens',
  'accounts',
  'deployment',
  'index-email',
  'index-actor',
  'index-subject',
  'index-resource-id',
] as const;
const PAIRS = {
  'session-signing': 'rsa-2048',
  'share-token': 'rsa-2048',
  'audit-checkpoint': 'ed25519',
  'report-signing': 'ed25519',
  'restriction-signing': 'ed25519',
} as const;

/** What the first release did not have: a database of its time gets them at the first start of this one. */
const MADE_LATER: ReadonlySet<string> = new Set([
  'report-signing',
  'restriction-signing',
  'key-store',
]);
const AUDIT_CORE = 'audit-core-';

type SymmetricName = (typeof SYMMETRIC)[number] | `audit-core-${number}`;
type PairName = keyof typeof PAIRS;

export interface KeyPair {
  /** `name.version`: the `kid` of tokens that it signs. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Keys of the service itself: random, wrapped by the epoch, one for each purpose, never derived from one another.
 * @throws VaultError `keys_unavailable` while the keys are not in memory.
 */
export interface ServiceKeys {
  symmetric(name: SymmetricName): SecretKey;
  pair(name: PairName): KeyPair;
}

type Opened = { readonly key: SecretKey; readonly pair: KeyPair | undefined };
type Parts = { readonly db: Database; readonly epochs: Epochs; readonly now: () => Date };

/** The same object for as long as the process runs: what signs and hashes holds on to it, through rotations and outages. */
export class OpenServiceKeys implements ServiceKeys {
  readonly #parts: Parts;
  #newest = new Map<string, Opened>();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async open(parts: Parts): Promise<OpenServiceKeys> {
    const service = new OpenServiceKeys(parts);
    await service.load();
    return service;
  }

  symmetric(name: SymmetricName): SecretKey {
    return this.#get(name).key;
  }

  pair(name: PairName): KeyPair {
    return this.#get(name).pair ?? notAPair(name);
  }

  /**
   * Loads every service key and makes those that are missing, the audit key of this year and the next included.
   * @throws VaultError `key_store_damaged`, naming the key, when one was lost that persons' data depends on.
   */
  async load(): Promise<void> {
    const { db, epochs, now } = this.#parts;
    const rows = await db.transaction(async (tx) => {
      await makeMissing(tx, epochs, now());
      return readServiceKeys(tx);
    });
    await epochs.load(rows.map((row) => wrappedKeyIds(row.wrapped).wrappingKeyId));
    const newest = new Map<string, Opened>();
    // Newest version first; the others are opened too, so that one that does not open is found at the start.
    for (const row of rows) {
      const known = this.#newest.get(row.name);
      const opened = known?.key.id === wrappedKeyIds(row.wrapped).keyId ? known : open(row, epochs);
      if (!newest.has(row.name)) newest.set(row.name, opened);
    }
    this.#newest = newest;
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
    for (const { key } of this.#newest.values()) key.destroy();
    this.#newest = new Map();
  }

  #get(name: string): Opened {
    const found = this.#newest.get(name);
    if (found !== undefined) return found;
    if (this.#newest.size === 0)
      throw new VaultError('keys_unavailable', 'The service’s keys are not in memory.');
    throw new VaultError('key_store_missing', `The service key ${name} does not exist.`);
  }
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
  for (const name of missingPairs) await insertServiceKey(tx, newPair(name, epoch, now));
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
  return Object.keys(PAIRS) as PairName[];
}

function newSymmetric(
  name: string,
  epoch: SecretKey,
  now: Date,
): ServiceKeyRow & { created_at: Date } {
  const wrapped = wrapKey(epoch, SecretKey.generate(), identityOf(name, 1));
  return { name, version: 1, wrapped, sealed_private: null, public_key: null, created_at: now };
}

function newPair(
  name: PairName,
  epoch: SecretKey,
  now: Date,
): ServiceKeyRow & { created_at: Date } {
  const key = SecretKey.generate();
  const pair =
    PAIRS[name] === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    name,
    version: 1,
    wrapped: wrapKey(epoch, key, identityOf(name, 1)),
    sealed_private: sealBytes(
      key,
      identityOf(name, 1),
      pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    ),
    public_key: pair.publicKey.export({ type: 'spki', format: 'der' }),
    created_at: now,
  };
}

function open(row: ServiceKeyRow, epochs: Epochs): Opened {
  const identity = identityOf(row.name, row.version);
  const key = unwrapKey(
    epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId),
    row.wrapped,
    identity,
  );
  if (row.sealed_private === null) return { key, pair: undefined };
  const der = openBytes(key, identity, row.sealed_private);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  // The public half is recomputed from the sealed private half: the column in the open is not believed.
  return {
    key,
    pair: { id: `${row.name}.${row.version}`, privateKey, publicKey: createPublicKey(privateKey) },
  };
}

function identityOf(name: string, version: number): KeyIdentity {
  return { purpose: 'service-key', owner: 'deployment', name: `${name}/${version}` };
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
