import type { ConnectionSettings } from '../db/connection-settings.ts';
import { listen, type Listening } from '../db/listen.ts';
import type { KeyRing } from './key-ring.ts';
import { KEY_CHANNEL } from './key-notices-store.ts';

/**
 * Hears from other processes which keys to forget. Only quicker than the cache's own end: what decides is the state,
 * which is read with each record.
 */
export function hearKeyNotices(settings: ConnectionSettings, keys: KnownKeys): Listening {
  const { cache, log } = keys;
  return listen(settings, KEY_CHANNEL, {
    log,
    onNotice: (payload) => {
      if (payload === '*') forgetAll(keys);
      else cache.forget(payload);
    },
    // What was said while the connection was away is not said again.
    onConnected: () => {
      forgetAll(keys);
    },
  });
}

type KnownKeys = Pick<KeyRing, 'cache' | 'epochs' | 'log' | 'service'>;

function forgetAll({ cache, epochs, log, service }: KnownKeys): void {
  cache.clear();
  if (!epochs.isOpen) return;
  const readAgain = epochs.reload().then(() => service.load());
  readAgain.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    log.warn({ code }, 'the keys could not be read again');
  });
}
