import { SecretKey } from '@wardkeep/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog, temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { TestProvider } from '../testing/test-keys.ts';
import { wrapByProvider } from './epoch-wraps.ts';
import { Epochs } from './epochs.ts';
import { openKeyStore, type KeyStore } from './key-store.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

let directory: TemporaryDirectory;
let store: KeyStore;
beforeEach(async () => {
  directory = await temporaryDirectory();
  store = openKeyStore([directory.path], silentLog);
});
afterEach(() => directory.remove());

test('keys that were dropped while the provider was asked stay dropped, and the next reading opens all', async () => {
  const root = new SlowProvider();
  await addEpoch(root, 'active');
  const epochs = await Epochs.open(root, store, () => now);
  await addEpoch(root, 'prepared');
  const answer = root.holdNextAnswer();
  const reading = epochs.reload();
  await answer.asked;
  epochs.close();
  answer.give();
  await expect(reading).rejects.toMatchObject({ code: 'keys_unavailable' });
  expect(epochs.isOpen).toBe(false);
  await epochs.reload();
  await expect(wrapByProvider(root, epochs.active.key), 'a live key').resolves.toBeDefined();
});

class SlowProvider extends TestProvider {
  #wait: Promise<void> = Promise.resolve();
  #tell = (): void => undefined;

  holdNextAnswer(): { readonly asked: Promise<void>; readonly give: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    this.#wait = promise;
    this.#tell = asked.resolve;
    return { asked: asked.promise, give: resolve };
  }

  override async unwrap(...given: Parameters<TestProvider['unwrap']>): Promise<SecretKey> {
    this.#tell();
    await this.#wait;
    return super.unwrap(...given);
  }
}

async function addEpoch(root: TestProvider, state: 'active' | 'prepared'): Promise<void> {
  const key = SecretKey.generate();
  store.putEpoch({
    format: 'wardkeep-epoch',
    version: 2,
    epochId: key.id,
    createdAt: now.toISOString(),
    state,
    stateSince: now.toISOString(),
    wraps: [await wrapByProvider(root, key)],
    wrappedByBackupRoot: null,
    wrappedToRecovery: null,
    wrappedToNextRecovery: null,
    heldUntil: null,
  });
}
