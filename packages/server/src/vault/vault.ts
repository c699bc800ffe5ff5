import type { PersonId } from '@wardkeep/contract';
import {
  SecretKey,
  generateRecoveryKey,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyId,
} from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { KeyPurpose } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { openEpochs, type Epochs } from './epochs.ts';
import { KeyCache } from './key-cache.ts';
import type { KeyStore } from './key-store.ts';
import {
  insertPerson,
  insertPersonKeys,
  readPersonKeys,
  type PersonKeyRow,
} from './person-key-store.ts';
import { PersonVault, personKeyIdentity } from './person-vault.ts';
import type { RootProvider } from './root-provider.ts';
import { openServiceKeys, type ServiceKeys } from './service-keys.ts';

const PURPOSES: readonly KeyPurpose[] = ['account', 'chart', 'audit'];
const CACHE_LIMITS = { entries: 50_000, ttlMs: 60_000 };

export interface NewRecoveryKit {
  readonly privateText: string;
  readonly fingerprint: string;
  readonly createdAt: Date;
}

/** The only place where the server meets cryptography: it unlocks persons' keys and holds the service's own. */
export interface Vault {
  readonly providerName: string;
  readonly epoch: { readonly id: string; readonly createdAt: string };
  readonly service: ServiceKeys;
  /** Makes a person with fresh keys for every purpose, in the caller's transaction. */
  createPerson(tx: Tx, personId: PersonId): Promise<void>;
  /** Unlocks keys whose rows were read in this transaction; undefined when the person has no usable key for it. */
  unlock<P extends KeyPurpose>(
    rows: readonly PersonKeyRow[],
    personId: string,
    purpose: P,
  ): PersonVault<P> | undefined;
  readKeys(
    tx: Tx,
    personIds: readonly string[],
    purposes: readonly KeyPurpose[],
  ): Promise<readonly PersonKeyRow[]>;
  recovery(): { readonly fingerprint: string; readonly createdAt: string } | undefined;
  /** Wraps every epoch to a new recovery key. The private half is in the answer and nowhere else. */
  makeRecoveryKit(): NewRecoveryKit;
}

export async function openVault(options: {
  readonly provider: RootProvider;
  readonly keyStore: KeyStore;
  readonly db: Database;
  /** False once persons exist: an empty key store is then a loss to report, not a first start. */
  readonly mayCreateEpoch: boolean;
  readonly now: () => Date;
}): Promise<Vault> {
  const { provider, keyStore, db, now } = options;
  const epochs = await openEpochs(provider, keyStore, { mayCreate: options.mayCreateEpoch, now });
  const service = await openServiceKeys(db, epochs, now());
  const cache = new KeyCache(CACHE_LIMITS, () => now().getTime());
  return {
    providerName: provider.name,
    epoch: { id: epochs.active.key.id, createdAt: epochs.active.createdAt },
    service,
    createPerson: (tx, personId) => createPerson(tx, personId, { epochs, now: now() }),
    unlock: (rows, personId, purpose) => unlock({ rows, personId, purpose, epochs, cache }),
    readKeys: readPersonKeys,
    recovery: () => keyStore.recovery(),
    makeRecoveryKit: () => makeRecoveryKit(keyStore, epochs, now()),
  };
}

async function createPerson(
  tx: Tx,
  personId: PersonId,
  { epochs, now }: { readonly epochs: Epochs; readonly now: Date },
): Promise<void> {
  const rows = PURPOSES.map((purpose): PersonKeyRow => {
    const identity = personKeyIdentity({ person_id: personId, purpose, version: 1 });
    const wrapped = wrapKey(epochs.active.key, SecretKey.generate(), identity);
    return { person_id: personId, purpose, version: 1, wrapped, state: 'active' };
  });
  await insertPerson(tx, personId, now);
  await insertPersonKeys(tx, rows, now);
}

function unlock<P extends KeyPurpose>(request: {
  readonly rows: readonly PersonKeyRow[];
  readonly personId: string;
  readonly purpose: P;
  readonly epochs: Epochs;
  readonly cache: KeyCache;
}): PersonVault<P> | undefined {
  const { personId, purpose, epochs, cache } = request;
  const usable = request.rows.filter(
    (row) => row.person_id === personId && row.purpose === purpose && row.state !== 'revoked',
  );
  const keys = new Map<KeyId, SecretKey>();
  let active: SecretKey | undefined;
  for (const row of usable) {
    // The whole wrapped form is the cache's key: a wrapped key that was swapped in the row is unwrapped, and refused.
    const key = cache.get(Buffer.from(row.wrapped).toString('base64'), () => {
      const epoch = epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId);
      return unwrapKey(epoch, row.wrapped, personKeyIdentity(row));
    });
    keys.set(key.id, key);
    if (row.state === 'active') active = key;
  }
  return active === undefined ? undefined : new PersonVault(personId, purpose, keys, active);
}

function makeRecoveryKit(keyStore: KeyStore, epochs: Epochs, now: Date): NewRecoveryKit {
  const { publicKey, privateText } = generateRecoveryKey();
  const fingerprint = publicKey.slice(0, 8);
  epochs.wrapToRecovery(publicKey);
  keyStore.putRecovery({
    format: 'wardkeep-recovery',
    version: 1,
    publicKey,
    fingerprint,
    createdAt: now.toISOString(),
  });
  return { privateText, fingerprint, createdAt: now };
}
