import { asKeyId, type RootProvider } from '@wardkeep/crypto';
import { changeEpochs } from './era.ts';
import { wrapByProvider, wrapOf } from './epoch-wraps.ts';
import { isLive } from './epochs.ts';
import type { KeyRing, KeyWorkOptions } from './key-ring.ts';
import type { EpochFile, KeyStore } from './key-store.ts';
import { useOnly } from './recovery-kit.ts';
import { refuseWhenAborted } from './rewrap.ts';

export interface MigrationResult {
  readonly from: { readonly provider: string; readonly reference: string };
  readonly to: { readonly provider: string; readonly reference: string };
  readonly epochs: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** Where a run may be killed; tests do. */
export type MigrationStep = 'begun' | 'one-wrapped' | 'wrapped' | 'switched';

/**
 * Every live epoch gets a second wrap, by the target, in every copy of the key store and opened once; then the target
 * is the provider; then the first wraps go. Requests are served meanwhile: the keys in memory are the same. Killed
 * anywhere, a start with the settings of either provider that has all wraps works, and the next run finishes.
 * @throws VaultError `keys_unavailable` when the target does not answer, `key_store_copy_unwritable`, `work_aborted`
 */
export async function migrateEpochs(
  ring: KeyRing,
  target: RootProvider,
  options: KeyWorkOptions,
  reached: (step: MigrationStep) => void = () => undefined,
): Promise<MigrationResult> {
  const startedAt = ring.now().toISOString();
  const from = ring.epochs.provider;
  reached('begun');
  await wrapAll(ring, target, options, reached);
  reached('wrapped');
  let epochs = 0;
  // A rotation may have made one more in the meantime: then nothing was switched, and that one is wrapped too.
  while ((epochs = await trySwitch(ring, target)) === 0)
    await wrapAll(ring, target, options, reached);
  ring.epochs.useProvider(target);
  reached('switched');
  if (from !== target) await from.close();
  return {
    from: { provider: from.name, reference: from.reference },
    to: { provider: target.name, reference: target.reference },
    epochs,
    startedAt,
    finishedAt: ring.now().toISOString(),
  };
}

async function wrapAll(
  ring: KeyRing,
  target: RootProvider,
  options: KeyWorkOptions,
  reached: (step: MigrationStep) => void,
): Promise<void> {
  const files = lacking(ring.keyStore, target);
  for (const [index, { epochId }] of files.entries()) {
    refuseWhenAborted(options.signal);
    options.onProgress?.({ phase: 'wrap-epochs', done: index, total: files.length });
    await ring.epochs.load([asKeyId(epochId)]);
    const wrap = await wrapByProvider(target, ring.epochs.get(asKeyId(epochId)));
    await changeEpochs(ring, () => {
      // Read again under the lock: it may have gone on to another state since.
      const file = lacking(ring.keyStore, target).find((each) => each.epochId === epochId);
      if (file !== undefined) ring.keyStore.putEpoch({ ...file, wraps: [...file.wraps, wrap] });
    });
    reached('one-wrapped');
  }
}

/** @returns the number of live epochs, or 0 when one of them lacks its wrap. */
function trySwitch(ring: KeyRing, target: RootProvider): Promise<number> {
  return changeEpochs(ring, () =>
    lacking(ring.keyStore, target).length > 0 ? 0 : useOnly(target, ring.keyStore, ring.now()),
  );
}

function lacking(keyStore: KeyStore, target: RootProvider): readonly EpochFile[] {
  return keyStore.epochs().filter((file) => isLive(file) && wrapOf(target, file) === undefined);
}
