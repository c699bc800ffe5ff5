import type { RootProvider } from '@wardkeep/crypto';
import { within } from './within.ts';

/** The same provider, but one that hangs is one that fails. */
export function impatientProvider(provider: RootProvider, timeoutMs: number): RootProvider {
  return {
    name: provider.name,
    reference: provider.reference,
    wrap: (key, identity) => within(timeoutMs, provider.wrap(key, identity)),
    unwrap: (wrapped, identity) => within(timeoutMs, provider.unwrap(wrapped, identity)),
    close: () => provider.close(),
  };
}
