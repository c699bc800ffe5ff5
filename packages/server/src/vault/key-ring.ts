import type { SecretKey } from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { Tx } from '../db/tx.ts';
import { lockEraForUse } from './era-store.ts';
import type { Epochs } from './epochs.ts';
import type { KeyCache } from './key-cache.ts';
import type { KeyStore } from './key-store.ts';
import type { OpenServiceKeys } from './service-keys.ts';

/** What the files of this folder work with. It leaves the folder only inside a `Vault`. */
export interface KeyRing {
  readonly db: Database;
  readonly keyStore: KeyStore;
  readonly epochs: Epochs;
  readonly service: OpenServiceKeys;
  readonly cache: KeyCache;
  /** A held epoch is destroyed so many days after it was held. */
  readonly backupRetentionDays: number;
  readonly now: () => Date;
  /** The other clock that must agree before an epoch is destroyed; the database's, unless a test says so. */
  readonly databaseNow?: ((tx: Tx) => Promise<Date>) | undefined;
  readonly log: Log;
}

/** How far long work is. `phase` is the work's own word; `total` may be an estimate. */
export interface KeyProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

export interface KeyWorkOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: KeyProgress) => void;
}

/**
 * The epoch key that everything must be wrapped by which this transaction inserts. It holds off a rotation until the
 * transaction ends: without that, a row could be inserted under an epoch whose rows were just counted as none, and
 * which is held from then on.
 */
export async function wrappingEpoch(ring: Pick<KeyRing, 'epochs'>, tx: Tx): Promise<SecretKey> {
  const era = await lockEraForUse(tx);
  await ring.epochs.followEra(era);
  return ring.epochs.active.key;
}

const rings = new WeakMap<object, KeyRing>();

/** Only `vault.ts` calls this. */
export function registerRing(vault: object, ring: KeyRing): void {
  rings.set(vault, ring);
}

/** For the files of this folder: the ring inside a vault. `index.ts` does not export it. */
export function ringOf(vault: object): KeyRing {
  const ring = rings.get(vault);
  if (ring === undefined) throw new TypeError('this is not an open vault');
  return ring;
}
