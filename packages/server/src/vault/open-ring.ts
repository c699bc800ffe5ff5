import { asKeyId, type RootProvider, type SecretKey } from '@wardkeep/crypto';
import { ensureBackupRoot } from './backup-root.ts';
import { openWithPrivateHalf } from './epoch-wraps.ts';
import { Epochs } from './epochs.ts';
import { holdingEpochs } from './era.ts';
import { readConfirmedKit } from './era-store.ts';
import { impatientProvider } from './impatient-provider.ts';
import { KeyCache } from './key-cache.ts';
import type { KeyRing } from './key-ring.ts';
import { readStoreTrust, sealStore, settleStore, trustNotes } from './key-store-trust.ts';
import { adoptRecoveryKit, completeWraps, refuseOtherRoot, useOnly } from './recovery-kit.ts';
import { countKeysByEpoch } from './rewrap-store.ts';
import { activateForgotten, createFirstEpoch } from './rotation.ts';
import { OpenServiceKeys } from './service-keys.ts';
import { VaultError } from './vault-error.ts';
import type { VaultOptions } from './vault.ts';

const CACHE_LIMITS = { entries: 50_000, ttlMs: 60_000 };
// A KMS answers within a second; an HSM that is asked by many, within some.
const PROVIDER_TIMEOUT_MS = 10_000;

export function providerTimeout(options: Pick<VaultOptions, 'providerTimeoutMs'>): number {
  return options.providerTimeoutMs ?? PROVIDER_TIMEOUT_MS;
}

/** The hierarchy from the root down, each level opened by the one above. */
export async function openRing(options: VaultOptions): Promise<KeyRing> {
  const { keyStore, db, now, log } = options;
  const provider = impatientProvider(options.provider, providerTimeout(options));
  const known = await readStoreTrust(options, provider, () => diagnose(options, provider));
  if (known === undefined) await beforeTrust(options, provider);
  // Nothing of a copy is believed, and none is changed, before this.
  else await holdingEpochs(db, () => settleStore(keyStore, known));
  await holdingEpochs(db, () => {
    useOnly(provider, keyStore, now());
    activateForgotten(keyStore, now());
  });
  const epochs = await Epochs.open(provider, keyStore, now);
  if (known === undefined) await sealStore({ db, keyStore, epochs, now });
  ensureBackupRoot(keyStore, options.backupRootFile, { now, log });
  await adoptConfirmedKit({ db, keyStore, epochs });
  await lendHeld(options, epochs);
  const service = await OpenServiceKeys.open({ db, epochs, now });
  await trustNotes({ db, keyStore, service });
  const cache = new KeyCache(CACHE_LIMITS, () => now().getTime());
  const { backupRetentionDays, databaseNow } = options;
  return { db, keyStore, epochs, service, cache, now, databaseNow, log, backupRetentionDays };
}

/** A first start, or the first of a version that seals: while there are persons, copies that differ are no ground. */
async function beforeTrust(options: VaultOptions, provider: RootProvider): Promise<void> {
  const { keyStore } = options;
  if (!options.mayCreateEpoch) keyStore.refuseDifferent();
  keyStore.mend();
  if (keyStore.epochs().length === 0) await beginAnew(options, provider);
}

/** Why the key of the key store does not open, in the words of what is missing. Changes nothing. */
async function diagnose(options: VaultOptions, provider: RootProvider): Promise<void> {
  const { keyStore, now } = options;
  if (keyStore.epochs().length === 0) await beginAnew(options, provider);
  refuseOtherRoot(provider, keyStore);
  const epochs = await Epochs.open(provider, keyStore, now);
  try {
    await lendHeld(options, epochs);
  } finally {
    epochs.close();
  }
}

/** Whoever has said that a kit is on paper relies on it from then on; and no live epoch lacks a wrap. */
export function adoptConfirmedKit({
  db,
  keyStore,
  epochs,
}: Pick<KeyRing, 'db' | 'keyStore' | 'epochs'>): Promise<void> {
  return holdingEpochs(db, async (tx) => {
    const confirmed = await readConfirmedKit(tx);
    await epochs.reload();
    if (confirmed !== undefined) adoptRecoveryKit(keyStore, epochs, confirmed);
    completeWraps(keyStore, epochs);
  });
}

/** A first start. A database that has keys already has lost its key store, and a new one would open nothing of theirs. */
async function beginAnew(options: VaultOptions, provider: RootProvider): Promise<void> {
  const { keyStore, db, now, log } = options;
  const counts = await db.transaction((tx) => countKeysByEpoch(tx), { readOnly: true });
  if (!options.mayCreateEpoch || counts.length > 0)
    throw new VaultError(
      'key_store_missing',
      'The key store is empty, and the database has keys. Put the key store back, or use the recovery kit.',
    );
  ensureBackupRoot(keyStore, options.backupRootFile, { now, log });
  await createFirstEpoch({ db, keyStore, now }, provider);
}

/**
 * What the database is wrapped by must open, or it must be said at once what is missing: a database from before a
 * rotation needs the private half of the backup root.
 */
async function lendHeld(options: VaultOptions, epochs: Epochs): Promise<void> {
  const { db, keyStore, privateHalf } = options;
  const counts = await db.transaction((tx) => countKeysByEpoch(tx), { readOnly: true });
  const closed = counts.map(({ epochId }) => epochId).filter((id) => !epochs.has(asKeyId(id)));
  const files = new Map(keyStore.epochs().map((file) => [file.epochId, file]));
  const lent: SecretKey[] = [];
  for (const epochId of closed) {
    const file = files.get(epochId);
    // Not held: `get` says what it is instead.
    if (file?.state !== 'held') epochs.get(asKeyId(epochId));
    else lent.push(openHeld(privateHalf, () => openWithPrivateHalf(privateHalf ?? '', file)));
  }
  epochs.lend(lent);
}

function openHeld(privateHalf: string | undefined, open: () => SecretKey | undefined): SecretKey {
  if (privateHalf === undefined)
    throw new VaultError(
      'needs_backup_root',
      'This database is from before a rotation of the keys. It opens with the backup root, or with the recovery kit: ' +
        'npx wardkeep keys restore',
    );
  const key = open();
  if (key !== undefined) return key;
  throw new VaultError('wrong_kit', 'This does not open the epochs that the database needs.');
}
