import {
  CryptoError,
  SecretKey,
  asWrappedKey,
  unwrapWithRecovery,
  wrapToRecovery,
  type KeyId,
  type KeyIdentity,
} from '@wardkeep/crypto';
import type { EpochFile, KeyStore } from './key-store.ts';
import type { RootProvider } from './root-provider.ts';
import { VaultError } from './vault-error.ts';

/** The epoch keys, unwrapped and in memory only. */
export interface Epochs {
  /** The one that wraps what is made from now on. */
  readonly active: { readonly key: SecretKey; readonly createdAt: string };
  /** @throws {@link VaultError} `key_store_missing` */
  get(epochId: KeyId): SecretKey;
  /** Wraps every epoch to a new recovery key; the kit made before opens none of them from then on. */
  wrapToRecovery(publicKey: string): void;
}

/** Opens every epoch in the key store; makes the first one when the store is empty and `mayCreate` says so. */
export async function openEpochs(
  provider: RootProvider,
  store: KeyStore,
  options: { readonly mayCreate: boolean; readonly now: () => Date },
): Promise<Epochs> {
  if (store.epochs().length === 0) {
    if (!options.mayCreate) throw missing();
    await createEpoch(provider, store, options.now());
  }
  const files = store.epochs();
  const keys = new Map<KeyId, SecretKey>();
  for (const file of files) {
    const key = await unwrapEpoch(provider, file);
    keys.set(key.id, key);
  }
  return epochsFrom(store, files, keys);
}

function epochsFrom(
  store: KeyStore,
  files: readonly EpochFile[],
  keys: ReadonlyMap<KeyId, SecretKey>,
): Epochs {
  const activeFile = files
    .filter((file) => file.state === 'active')
    .reduce<EpochFile | undefined>(
      (newest, file) => (newest && newest.createdAt > file.createdAt ? newest : file),
      undefined,
    );
  const active = [...keys.values()].find((key) => key.id === activeFile?.epochId);
  if (activeFile === undefined || active === undefined) throw missing();
  return {
    active: { key: active, createdAt: activeFile.createdAt },
    get: (epochId) => keys.get(epochId) ?? fail(),
    wrapToRecovery: (publicKey) => {
      for (const file of store.epochs()) {
        const key = [...keys.values()].find((candidate) => candidate.id === file.epochId) ?? fail();
        const wrapped = wrapToRecovery(publicKey, key, epochIdentity(file.epochId));
        store.putEpoch({ ...file, wrappedToRecovery: Buffer.from(wrapped).toString('base64url') });
      }
    },
  };
}

/** Proves that a printed kit opens every epoch, without changing anything. */
export function recoveryOpensEveryEpoch(store: KeyStore, privateText: string): boolean {
  const files = store.epochs();
  return (
    files.length > 0 &&
    files.every((file) => {
      if (file.wrappedToRecovery === null) return false;
      try {
        const wrapped = Buffer.from(file.wrappedToRecovery, 'base64url');
        return (
          unwrapWithRecovery(privateText, wrapped, epochIdentity(file.epochId)).id === file.epochId
        );
      } catch (error) {
        if (error instanceof CryptoError) return false;
        throw error;
      }
    })
  );
}

/**
 * Opens every epoch with the printed kit and wraps it to a new root key. May be repeated after a crash: the wraps to the
 * recovery key stay as they are until the end, so the kit goes on opening what was not finished.
 * @throws {@link VaultError} `wrong_kit` when it does not open every epoch; nothing was changed then.
 */
export async function recoverEpochs(
  provider: RootProvider,
  store: KeyStore,
  privateText: string,
): Promise<number> {
  if (!recoveryOpensEveryEpoch(store, privateText)) {
    throw new VaultError('wrong_kit', 'This kit does not open the keys of this installation.');
  }
  const files = store.epochs();
  for (const file of files) {
    const wrapped = Buffer.from(file.wrappedToRecovery ?? '', 'base64url');
    const key = unwrapWithRecovery(privateText, wrapped, epochIdentity(file.epochId));
    const wrappedByRoot = await provider.wrap(key, epochIdentity(file.epochId));
    store.putEpoch({ ...file, wrappedByRoot: Buffer.from(wrappedByRoot).toString('base64url') });
  }
  return files.length;
}

async function createEpoch(provider: RootProvider, store: KeyStore, now: Date): Promise<void> {
  const key = SecretKey.generate();
  const wrapped = await provider.wrap(key, epochIdentity(key.id));
  store.putEpoch({
    format: 'wardkeep-epoch',
    version: 1,
    epochId: key.id,
    createdAt: now.toISOString(),
    state: 'active',
    wrappedByRoot: Buffer.from(wrapped).toString('base64url'),
    wrappedToRecovery: null,
  });
}

async function unwrapEpoch(provider: RootProvider, file: EpochFile): Promise<SecretKey> {
  try {
    const wrapped = asWrappedKey(Buffer.from(file.wrappedByRoot, 'base64url'));
    return await provider.unwrap(wrapped, epochIdentity(file.epochId));
  } catch (cause) {
    throw new VaultError('key_store_damaged', `The root key does not open epoch ${file.epochId}.`, {
      cause,
    });
  }
}

function epochIdentity(epochId: string): KeyIdentity {
  return { purpose: 'epoch', owner: 'deployment', name: epochId };
}

function fail(): never {
  throw missing();
}

function missing(): VaultError {
  return new VaultError(
    'key_store_missing',
    'The key store does not hold the epoch key that the database needs. Put the key store back, or use the recovery kit.',
  );
}
