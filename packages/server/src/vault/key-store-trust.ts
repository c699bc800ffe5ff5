import { verify, type KeyObject } from 'node:crypto';
import {
  SecretKey,
  deriveKey,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyIdentity,
  type RootProvider,
} from '@wardkeep/crypto';
import { openWithPrivateHalf, unwrapEpoch } from './epoch-wraps.ts';
import { isLive } from './epochs.ts';
import { holdingEpochs } from './era.ts';
import type { KeyRing } from './key-ring.ts';
import { STORE_KEY, readStoreKey } from './key-store-row-store.ts';
import type { StoreTrust } from './key-store-seal.ts';
import { SEAL, type EpochFile, type KeyStore } from './key-store.ts';
import { insertServiceKey, type ServiceKeyRow } from './service-key-store.ts';
import { VaultError } from './vault-error.ts';
import type { VaultOptions } from './vault.ts';

type Opening = Pick<VaultOptions, 'db' | 'keyStore' | 'privateHalf'>;

/**
 * The key by which files of the key store count, opened with whichever copy of its epoch opens: what a copy says is
 * tried, not believed. Changes nothing.
 * @param diagnose - Throws why it does not open, if it can tell.
 * @returns undefined until there is such a key: then nothing of the key store was sealed.
 * @throws VaultError `key_store_damaged` for a directory of another installation
 */
export async function readStoreTrust(
  { db, keyStore, privateHalf }: Opening,
  provider: RootProvider,
  diagnose: () => Promise<void>,
): Promise<StoreTrust | undefined> {
  const { installation, row } = await db.transaction((tx) => readStoreKey(tx), { readOnly: true });
  keyStore.refuseForeign(installation);
  if (row === undefined) return undefined;
  const { wrappingKeyId } = wrappedKeyIds(row.wrapped);
  const epoch = await openAny(keyStore.versions(wrappingKeyId), provider, privateHalf);
  if (epoch === undefined) {
    await diagnose();
    throw closed(wrappingKeyId);
  }
  const key = storeKeyOf(row, epoch);
  epoch.destroy();
  return { installation, key, others: await ownKeys(keyStore, provider) };
}

/** Now that it is known what counts: what does not is set aside, and every copy brought up to what does. */
export function settleStore(keyStore: KeyStore, trust: StoreTrust): void {
  keyStore.trust(trust);
  keyStore.mend();
  keyStore.trust({ ...trust, others: [] });
}

/**
 * Seals what is there and then keeps the key: whoever finds the key may demand the seal. Of two servers that start at
 * once, the second takes the first one's.
 */
export async function sealStore({
  db,
  keyStore,
  epochs,
  now,
}: Pick<KeyRing, 'db' | 'keyStore' | 'epochs' | 'now'>): Promise<void> {
  await holdingEpochs(db, async (tx) => {
    const { installation, row } = await readStoreKey(tx);
    if (row !== undefined) {
      const epoch = epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId);
      settleStore(keyStore, { installation, key: storeKeyOf(row, epoch), others: [] });
      return;
    }
    const made = SecretKey.generate();
    keyStore.sealAll({ installation, key: deriveKey(made, SEAL), others: [] });
    await epochs.reload();
    await insertServiceKey(tx, {
      name: STORE_KEY,
      version: 1,
      wrapped: wrapKey(epochs.active.key, made, identityOf(1)),
      sealed_private: null,
      public_key: null,
      created_at: now(),
    });
  });
}

/** The restriction list that counts is the longest that this installation has signed. */
export async function trustNotes({
  db,
  keyStore,
  service,
}: Pick<KeyRing, 'db' | 'keyStore' | 'service'>): Promise<void> {
  const { publicKey } = service.pair('restriction-signing');
  keyStore.trustNotes((note) => isSigned(note, publicKey));
  await holdingEpochs(db, () => keyStore.mend());
}

function identityOf(version: number): KeyIdentity {
  return { purpose: 'service-key', owner: 'deployment', name: `${STORE_KEY}/${version}` };
}

function storeKeyOf(row: ServiceKeyRow, epoch: SecretKey): SecretKey {
  const opened = unwrapKey(epoch, row.wrapped, identityOf(row.version));
  const key = deriveKey(opened, SEAL);
  opened.destroy();
  return key;
}

async function openAny(
  versions: readonly EpochFile[],
  provider: RootProvider,
  privateHalf: string | undefined,
): Promise<SecretKey | undefined> {
  for (const file of versions) {
    const key =
      (await tryUnwrap(provider, file)) ??
      (privateHalf === undefined ? undefined : openWithPrivateHalf(privateHalf, file));
    if (key !== undefined) return key;
  }
  return undefined;
}

/** Of each epoch that the provider opens, the key by which a recovery without the database may have sealed. */
async function ownKeys(keyStore: KeyStore, provider: RootProvider): Promise<readonly SecretKey[]> {
  const keys: SecretKey[] = [];
  const ids = keyStore.epochIds();
  for (const id of ids) {
    const key = await openAny(keyStore.versions(id).filter(isLive), provider, undefined);
    if (key !== undefined) keys.push(deriveKey(key, SEAL));
    key?.destroy();
  }
  return keys;
}

/** Another copy may open; a provider that does not answer is told as such. */
async function tryUnwrap(provider: RootProvider, file: EpochFile): Promise<SecretKey | undefined> {
  try {
    return await unwrapEpoch(provider, file);
  } catch (error) {
    if (error instanceof VaultError && error.code === 'key_store_damaged') return undefined;
    throw error;
  }
}

/** docs/formats/restriction-list.md: a signed note with one signature. Its lines are checked by who reads them. */
function isSigned(note: string, publicKey: KeyObject): boolean {
  const end = note.lastIndexOf('\n\n') + 1;
  const signature = /^\u2014 \S+ ([A-Za-z0-9+/]+={0,2})\n$/u.exec(note.slice(end + 1))?.[1];
  if (end < 1 || signature === undefined) return false;
  // Four bytes say which key.
  const bytes = Buffer.from(signature, 'base64').subarray(4);
  return verify(null, Buffer.from(note.slice(0, end)), publicKey, bytes);
}

function closed(epochId: string): VaultError {
  return new VaultError(
    'key_store_damaged',
    `No copy of epoch ${epochId} opens, and the files of the key store can't be told from forged ones without it.`,
  );
}
