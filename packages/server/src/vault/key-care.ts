import { unwrapEpoch } from './epoch-wraps.ts';
import { rememberAuditSize } from './era.ts';
import { hearKeyNotices } from './key-notices.ts';
import type { KeyRing } from './key-ring.ts';
import { ProviderWatch } from './provider-watch.ts';
import type { VaultOptions } from './vault.ts';

const SWEEP_MS = 30_000;
const AUDIT_SIZE_MS = 60_000;

/** What goes on for as long as the vault is open: none of it keeps the process alive. */
export interface KeyCare {
  readonly watch: ProviderWatch;
  stop(): Promise<void>;
}

export function startCare(ring: KeyRing, options: VaultOptions): KeyCare {
  const watch = new ProviderWatch(watched(ring), options.keyCacheMinutes * 60_000, ring.log);
  watch.start();
  const sweeping = setInterval(() => {
    ring.cache.sweep();
  }, SWEEP_MS).unref();
  const remembering = setInterval(() => void remember(ring), AUDIT_SIZE_MS).unref();
  const { listenOn } = options;
  const listening = listenOn === undefined ? undefined : hearKeyNotices(listenOn, ring);
  return {
    watch,
    stop: async () => {
      watch.stop();
      clearInterval(sweeping);
      clearInterval(remembering);
      await listening?.close();
      // What was written since the last time would not be missed after a restore.
      await remember(ring);
    },
  };
}

/** What is unlocked by a running request stays until the request ends; everything else is gone at once. */
export function dropKeys({ epochs, service, cache }: KeyRing): void {
  cache.clear();
  service.close();
  epochs.close();
}

function watched(ring: KeyRing) {
  const { epochs, service } = ring;
  return {
    confirm: async () => {
      const key = await unwrapEpoch(epochs.provider, epochs.activeFile);
      key.destroy();
      if (epochs.isOpen) await follow(ring);
    },
    drop: () => {
      dropKeys(ring);
    },
    reopen: async () => {
      await epochs.reload();
      await service.load();
    },
  };
}

/** Another node may have rotated: what it holds leaves this process too. The provider has answered all the same. */
async function follow({ epochs, service, log }: KeyRing): Promise<void> {
  try {
    await epochs.reload();
    await service.load();
  } catch (error) {
    log.warn({ code: codeOf(error) }, 'the keys could not be read again');
  }
}

async function remember(ring: KeyRing): Promise<void> {
  try {
    await rememberAuditSize(ring);
  } catch (error) {
    ring.log.warn({ code: codeOf(error) }, 'the size of the audit log was not remembered');
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
