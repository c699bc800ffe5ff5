import type { PersonId } from '@wardkeep/contract';
import {
  SecretKey,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyId,
  type RootProvider,
} from '@wardkeep/crypto';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { EpochStatus } from './epochs.ts';
import { impatientProvider } from './impatient-provider.ts';
import { dropKeys, startCare } from './key-care.ts';
import { registerRing, wrappingEpoch, type KeyRing, type KeyWorkOptions } from './key-ring.ts';
import type { KeyStore } from './key-store.ts';
import { adoptConfirmedKit, openRing, providerTimeout } from './open-ring.ts';
import {
  insertPerson,
  insertPersonKeys,
  readPersonKeys,
  type PersonKeyRow,
} from './person-key-store.ts';
import { PersonVault, personKeyIdentity } from './person-vault.ts';
import { migrateEpochs, type MigrationResult } from './provider-migration.ts';
import type { Availability } from './provider-watch.ts';
import {
  adoptRecoveryKit,
  makeRecoveryKit,
  recoveryOpensEveryEpoch,
  type NewRecoveryKit,
} from './recovery-kit.ts';
import { destroyDue, rotateEpochs, type RotationOptions, type RotationResult } from './rotation.ts';
import type { ServiceKeys } from './service-keys.ts';

/** The only place where the server meets cryptography: it unlocks persons' keys and holds the service's own. */
export interface Vault {
  readonly provider: { readonly name: string; readonly reference: string };
  readonly providerName: string;
  readonly epoch: { readonly id: string; readonly createdAt: string };
  readonly service: ServiceKeys;
  readonly keyStore: KeyStore;
  /** Makes a person with fresh keys for every purpose, in the caller's transaction. */
  createPerson(tx: Tx, personId: PersonId): Promise<void>;
  /** Unlocks keys whose rows were read in this transaction; undefined when the person has no usable key for it. */
  unlock<P extends KeyPurpose>(
    rows: readonly PersonKeyRow[],
    personId: string,
    purpose: P,
  ): PersonVault<P> | undefined;
  /**
   * Rows that `unlock` can take. An epoch that another node made a moment ago is opened before they are returned.
   * @throws VaultError `keys_unavailable`, `epoch_held`, `epoch_destroyed`, `key_store_missing`
   */
  readKeys(
    tx: Tx,
    personIds: readonly string[],
    purposes: readonly KeyPurpose[],
  ): Promise<readonly PersonKeyRow[]>;
  /** The newest kit: made, but perhaps not yet confirmed. */
  recovery(): { readonly fingerprint: string; readonly createdAt: string } | undefined;
  /**
   * Wraps every epoch that is open to a new recovery key, beside the old one: both kits open until the new one is
   * adopted, so a commit that fails afterwards does no harm. The private half is in the answer and nowhere else.
   */
  makeRecoveryKit(): NewRecoveryKit;
  /** Takes the newest kit into use; the one before opens nothing that is open now. Call it once its event is committed. */
  adoptRecoveryKit(fingerprint: string): void;
  /** Proves that this kit, or this backup root, opens every epoch that it should; changes nothing. */
  testRecovery(privateText: string): boolean;
  /** Undefined before the first epoch is wrapped to it. */
  backupRoot(): { readonly fingerprint: string; readonly createdAt: string } | undefined;
  /** Oldest first. How many keys each wraps is asked with `countKeysByEpoch`. */
  epochs(): readonly EpochStatus[];
  rotate(options: RotationOptions): Promise<RotationResult>;
  /** Moves the root to another provider while requests are served. The vault owns `target` from then on. */
  migrateProvider(target: RootProvider, options: KeyWorkOptions): Promise<MigrationResult>;
  /** Deletes every wrap of the held epochs whose time is over. @returns their ids. */
  destroyDue(retainedSince?: Date): Promise<readonly string[]>;
  availability(): Availability;
  /** Told each time that the keys leave memory because the provider is away, and when they are back. */
  onAvailability(listener: (availability: Availability) => void): void;
  /** Ends timers and connections and drops every key; the vault is of no use afterwards. */
  close(): Promise<void>;
}

export interface VaultOptions {
  /** The vault owns it from the call on, and closes it. */
  readonly provider: RootProvider;
  readonly keyStore: KeyStore;
  readonly db: Database;
  /** False once persons exist: an empty key store is then a loss to report, not a first start. */
  readonly mayCreateEpoch: boolean;
  /** Where the private half of a new backup root is written, once. */
  readonly backupRootFile: string;
  readonly backupRetentionDays: number;
  /** How long keys stay in memory after the provider last confirmed them. */
  readonly keyCacheMinutes: number;
  /** For a connection that hears of revoked keys at once; without it, the cache's 60 s pass. */
  readonly listenOn?: ConnectionSettings | undefined;
  /** Of the backup root or the kit: opens the held epochs that a restored database needs, for one restore. */
  readonly privateHalf?: string;
  /** How long the provider may take to answer; 10 s unless said. */
  readonly providerTimeoutMs?: number;
  readonly now: () => Date;
  /** The clock that must agree with `now` before an epoch is destroyed; the database's unless said. */
  readonly databaseNow?: KeyRing['databaseNow'];
  readonly log: Log;
}

const PURPOSES: readonly KeyPurpose[] = ['account', 'chart', 'audit'];

/**
 * Opens the epochs with the provider, and the service's keys with those.
 * @throws VaultError `provider_mismatch`, `keys_unavailable`, `key_store_missing`, `key_store_damaged`,
 * `needs_backup_root`, `epoch_destroyed`, `backup_root_unusable`
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const ring = await openOrClose(options);
  const care = startCare(ring, options);
  const { epochs, keyStore, service } = ring;
  const alone = oneAtATime();
  const vault: Vault = {
    get provider() {
      return { name: epochs.provider.name, reference: epochs.provider.reference };
    },
    get providerName() {
      return epochs.provider.name;
    },
    get epoch() {
      return { id: epochs.active.key.id, createdAt: epochs.active.createdAt };
    },
    service,
    keyStore,
    createPerson: (tx, personId) => createPerson(ring, tx, personId),
    unlock: (rows, personId, purpose) => unlock(ring, { rows, personId, purpose }),
    readKeys: (tx, personIds, purposes) => readKeys(ring, tx, { personIds, purposes }),
    recovery: () => keyStore.nextRecovery() ?? keyStore.recovery(),
    makeRecoveryKit: () => makeRecoveryKit(keyStore, epochs, ring.now()),
    adoptRecoveryKit: (fingerprint) => {
      adoptRecoveryKit(keyStore, epochs, fingerprint);
    },
    testRecovery: (privateText) => recoveryOpensEveryEpoch(keyStore, privateText),
    backupRoot: () => keyStore.backupRoot(),
    epochs: () => epochs.status(),
    rotate: (rotation) =>
      alone(async () => {
        await adoptConfirmedKit(ring);
        return rotateEpochs(ring, rotation);
      }),
    migrateProvider: (target, work) =>
      alone(() => migrateEpochs(ring, impatientProvider(target, providerTimeout(options)), work)),
    destroyDue: (retainedSince) => alone(() => destroyDue(ring, retainedSince)),
    availability: () => care.watch.availability,
    onAvailability: (listener) => {
      care.watch.onChange(listener);
    },
    close: async () => {
      await care.stop();
      dropKeys(ring);
      await epochs.provider.close();
    },
  };
  registerRing(vault, ring);
  return vault;
}

/** The provider is the vault's from the call on, also when nothing comes of it. */
async function openOrClose(options: VaultOptions): Promise<KeyRing> {
  try {
    return await openRing(options);
  } catch (error) {
    await options.provider.close();
    throw error;
  }
}

async function createPerson(ring: KeyRing, tx: Tx, personId: PersonId): Promise<void> {
  const epoch = await wrappingEpoch(ring, tx);
  const rows = PURPOSES.map((purpose): PersonKeyRow => {
    const identity = personKeyIdentity({ person_id: personId, purpose, version: 1 });
    const wrapped = wrapKey(epoch, SecretKey.generate(), identity);
    return { person_id: personId, purpose, version: 1, wrapped, state: 'active' };
  });
  await insertPerson(tx, personId, ring.now());
  await insertPersonKeys(tx, rows, ring.now());
}

async function readKeys(
  { epochs }: KeyRing,
  tx: Tx,
  of: { readonly personIds: readonly string[]; readonly purposes: readonly KeyPurpose[] },
): Promise<readonly PersonKeyRow[]> {
  const rows = await readPersonKeys(tx, of.personIds, of.purposes);
  const epochsOf = (some: readonly PersonKeyRow[]) =>
    some
      .filter(({ state }) => state !== 'revoked')
      .map(({ wrapped }) => wrappedKeyIds(wrapped).wrappingKeyId);
  if (epochsOf(rows).every((id) => epochs.has(id))) return rows;
  await epochs.load(epochsOf(rows));
  if (epochsOf(rows).every((id) => epochs.has(id))) return rows;
  // A rotation may have rewrapped the rows, and held their epoch, since they were read.
  const again = await readPersonKeys(tx, of.personIds, of.purposes);
  for (const id of epochsOf(again)) epochs.get(id);
  return again;
}

function unlock<P extends KeyPurpose>(
  { epochs, cache }: KeyRing,
  request: {
    readonly rows: readonly PersonKeyRow[];
    readonly personId: string;
    readonly purpose: P;
  },
): PersonVault<P> | undefined {
  const { personId, purpose } = request;
  const usable = request.rows.filter(
    (row) => row.person_id === personId && row.purpose === purpose && row.state !== 'revoked',
  );
  const keys = new Map<KeyId, SecretKey>();
  let active: SecretKey | undefined;
  for (const row of usable) {
    // All that the wrap is bound to is in the cache's key: one that was moved to another row is unwrapped, and refused.
    const id = `${personId} ${purpose} ${row.version} ${Buffer.from(row.wrapped).toString('base64')}`;
    const key = cache.get(id, personId, () => {
      const epoch = epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId);
      return unwrapKey(epoch, row.wrapped, personKeyIdentity(row));
    });
    keys.set(key.id, key);
    if (row.state === 'active') active = key;
  }
  return active === undefined ? undefined : new PersonVault(personId, purpose, keys, active);
}

/** Work that changes epochs waits for the one before; over several processes, the jobs and a row's lock see to it. */
function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine;
    return mine;
  };
}
