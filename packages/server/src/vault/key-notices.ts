import type { ConnectionSettings } from '../db/connection-settings.ts';
import { listen, type Listening } from '../db/listen.ts';
import type { Log } from '../db/log.ts';
import type { Epochs } from './epochs.ts';
import type { KeyCache } from './key-cache.ts';
import { KEY_CHANNEL } from './key-notices-store.ts';

/**
 * Hears from other processes which keys to forget. Only quicker than the cache's own end: what decides is the state,
 * which is read with each record.
 */
export function hearKeyNotices(
  settings: ConnectionSettings,
  { cache, epochs, log }: { readonly cache: KeyCache; readonly epochs: Epochs; readonly log: Log },
): Listening {
  return listen(settings, KEY_CHANNEL, {
    log,
    onNotice: (payload) => {
      if (payload === '*') forgetAll(cache, epochs, log);
      else cache.forget(payload);
    },
    // What was said while the connection was away is not said again.
    onConnected: () => {
      forgetAll(cache, epochs, log);
    },
  });
}

function forgetAll(cache: KeyCache, epochs: Epochs, log: Log): void {
  cache.clear();
  if (!epochs.isOpen) return;
  epochs.reload().catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    log.warn({ code }, 'the key store could not be read again');
  });
}
