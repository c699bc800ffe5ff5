import {
  asKeyId,
  generateRecoveryKey,
  wrapToRecovery,
  type RootProvider,
  type SecretKey,
} from '@wardkeep/crypto';
import { epochIdentity, openWithPrivateHalf, wrapByProvider, wrapOf } from './epoch-wraps.ts';
import { isLive, type Epochs } from './epochs.ts';
import type { EpochFile, KeyStore, RecoveryFile } from './key-store.ts';
import { VaultError } from './vault-error.ts';

export interface NewRecoveryKit {
  readonly privateText: string;
  readonly fingerprint: string;
  readonly createdAt: Date;
}

/**
 * A new kit. The first one is in use at once; a later one opens every live epoch beside the one before, until it is
 * adopted. What is held stays wrapped to the kit of its time: the service can't open it to wrap it anew.
 */
export function makeRecoveryKit(keyStore: KeyStore, epochs: Epochs, now: Date): NewRecoveryKit {
  const { publicKey, privateText } = generateRecoveryKey();
  const [current, next] = [keyStore.recovery(), keyStore.nextRecovery()];
  const made: RecoveryFile = {
    format: 'wardkeep-recovery',
    version: 2,
    revision: Math.max(current?.revision ?? 0, next?.revision ?? 0) + 1,
    publicKey,
    fingerprint: publicKey.slice(0, 8),
    createdAt: now.toISOString(),
  };
  // The file of a further kit goes first: should this stop halfway, the kit that nobody has seen is the newest one, and
  // whoever confirms another is told to make a new one.
  if (current !== undefined) keyStore.putNextRecovery(made);
  for (const file of inUse(keyStore, epochs)) {
    const wrapped = toRecovery(publicKey, epochs.get(asKeyId(file.epochId)));
    keyStore.putEpoch(
      current === undefined
        ? { ...file, wrappedToRecovery: wrapped }
        : { ...file, wrappedToNextRecovery: wrapped },
    );
  }
  if (!opensEach(inUse(keyStore, epochs), privateText)) throw wrongKit();
  if (current === undefined) keyStore.putRecovery(made);
  return { privateText, fingerprint: made.fingerprint, createdAt: now };
}

/** Takes the newest kit into use, wherever an earlier attempt stopped; another fingerprint than its own changes nothing. */
export function adoptRecoveryKit(keyStore: KeyStore, epochs: Epochs, fingerprint: string): void {
  const next = keyStore.nextRecovery();
  if (next?.fingerprint !== fingerprint) return;
  for (const file of inUse(keyStore, epochs)) {
    const wrappedToRecovery = toRecovery(next.publicKey, epochs.get(asKeyId(file.epochId)));
    keyStore.putEpoch({ ...file, wrappedToRecovery, wrappedToNextRecovery: null });
  }
  keyStore.putRecovery(next);
}

/** The wraps apart from the root's that an epoch must have before its first use. */
export function wrapsApart(
  keyStore: KeyStore,
  key: SecretKey,
): Pick<EpochFile, 'wrappedByBackupRoot' | 'wrappedToRecovery' | 'wrappedToNextRecovery'> {
  const to = (publicKey: string | undefined): string | null =>
    publicKey === undefined ? null : toRecovery(publicKey, key);
  return {
    wrappedByBackupRoot: to(keyStore.backupRoot()?.publicKey),
    wrappedToRecovery: to(keyStore.recovery()?.publicKey),
    wrappedToNextRecovery: to(keyStore.nextRecovery()?.publicKey),
  };
}

/** Gives live epochs the wraps that they lack: those of before the backup root, or of a crash. */
export function completeWraps(keyStore: KeyStore, epochs: Epochs): void {
  for (const file of keyStore.epochs().filter(isLive)) {
    const apart = wrapsApart(keyStore, epochs.get(asKeyId(file.epochId)));
    const full = {
      wrappedByBackupRoot: file.wrappedByBackupRoot ?? apart.wrappedByBackupRoot,
      wrappedToRecovery: file.wrappedToRecovery ?? apart.wrappedToRecovery,
      wrappedToNextRecovery: file.wrappedToNextRecovery ?? apart.wrappedToNextRecovery,
    };
    const isComplete =
      full.wrappedByBackupRoot === file.wrappedByBackupRoot &&
      full.wrappedToRecovery === file.wrappedToRecovery &&
      full.wrappedToNextRecovery === file.wrappedToNextRecovery;
    if (!isComplete) keyStore.putEpoch({ ...file, ...full });
  }
}

/** Proves that a printed kit, or the backup root, opens every live epoch, without changing anything. */
export function recoveryOpensEveryEpoch(store: KeyStore, privateText: string): boolean {
  return opensEach(store.epochs().filter(isLive), privateText);
}

function opensEach(live: readonly EpochFile[], privateText: string): boolean {
  return (
    live.length > 0 &&
    live.every((file) => {
      const key = openWithPrivateHalf(privateText, file);
      key?.destroy();
      return key !== undefined;
    })
  );
}

/** Without what another process prepares: whoever activates it wraps it to the kits of that moment. */
function inUse(keyStore: KeyStore, epochs: Epochs): readonly EpochFile[] {
  return keyStore
    .epochs()
    .filter(
      (file) => isLive(file) && (file.state !== 'prepared' || epochs.has(asKeyId(file.epochId))),
    );
}

/**
 * Opens every live epoch with the kit or the backup root and wraps it by a new root. May be repeated after a crash
 * anywhere: what opened before goes on opening until `commit` has made the new root the one that starts find.
 * @throws {@link VaultError} `wrong_kit` when it does not open every live epoch; nothing was changed then.
 */
export async function recoverEpochs(
  provider: RootProvider,
  store: KeyStore,
  {
    privateText,
    commit,
    now,
  }: {
    readonly privateText: string;
    readonly commit: () => void;
    readonly now: Date;
  },
): Promise<number> {
  const keys = openAll(store, privateText);
  // The key of the key store is in the database, which a recovery does without: the epochs' own stand in for it.
  store.sealByOwnKeys(keys);
  for (const file of store.epochs().filter(isLive)) {
    const key = keys.get(file.epochId);
    if (key === undefined) throw wrongKit();
    const wrap = await wrapByProvider(provider, key);
    store.putEpoch({ ...file, wraps: [...file.wraps, wrap] });
  }
  commit();
  const count = useOnly(provider, store, now);
  for (const key of keys.values()) key.destroy();
  return count;
}

/** Newest first. */
function openAll(store: KeyStore, privateText: string): ReadonlyMap<string, SecretKey> {
  const live = store.epochs().filter(isLive);
  const keys = new Map<string, SecretKey>();
  for (const file of live.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))) {
    const key = openWithPrivateHalf(privateText, file);
    if (key !== undefined) keys.set(file.epochId, key);
  }
  if (live.length === 0 || keys.size < live.length) throw wrongKit();
  return keys;
}

/**
 * Makes `provider` the one that holds the root, when every live epoch is wrapped by it; the wraps of others go.
 * @returns how many live epochs there are. @throws {@link VaultError} `provider_mismatch`; nothing was changed then.
 */
export function useOnly(provider: RootProvider, store: KeyStore, now: Date): number {
  const live = store.epochs().filter(isLive);
  const known = store.provider();
  const isNew = known?.provider !== provider.name || known.reference !== provider.reference;
  if (isNew) {
    refuseOtherRoot(provider, store);
    store.putProvider({
      format: 'wardkeep-provider',
      version: 1,
      provider: provider.name,
      reference: provider.reference,
      since: now.toISOString(),
    });
  }
  for (const file of live) {
    const wrap = wrapOf(provider, file);
    if (wrap === undefined) throw mismatch(provider, known);
    if (file.wraps.length > 1) store.putEpoch({ ...file, wraps: [wrap] });
  }
  return live.length;
}

/** @throws {@link VaultError} `provider_mismatch` unless every live epoch is wrapped by it. */
export function refuseOtherRoot(provider: RootProvider, store: KeyStore): void {
  const live = store.epochs().filter(isLive);
  if (live.every((file) => wrapOf(provider, file) !== undefined)) return;
  throw mismatch(provider, store.provider());
}

function mismatch(
  given: RootProvider,
  known: { readonly provider: string; readonly reference: string } | undefined,
): VaultError {
  const holder = known === undefined ? 'another root' : `${known.provider} (${known.reference})`;
  return new VaultError(
    'provider_mismatch',
    `WARDKEEP_KEY_PROVIDER: the keys are wrapped by ${holder}, and the settings say ${given.name} (${given.reference}). ` +
      'Put the setting back, or move the keys: npx wardkeep keys provider migrate',
  );
}

function toRecovery(publicKey: string, key: SecretKey): string {
  return wrapToRecovery(publicKey, key, epochIdentity(key.id)).toString('base64url');
}

function wrongKit(): VaultError {
  return new VaultError('wrong_kit', 'This kit does not open the keys of this installation.');
}
