import type { SecretKey } from '@wardkeep/crypto';

/**
 * Unwrapped keys by what unwraps to them, for at most `ttlMs`. A key's state is never cached: it is read with the
 * record, so a revoked key is refused at once even while its bytes are still here.
 */
export class KeyCache {
  readonly #entries = new Map<string, { readonly key: SecretKey; readonly expiresAtMs: number }>();
  readonly #limits: { readonly entries: number; readonly ttlMs: number };
  readonly #now: () => number;

  constructor(limits: { readonly entries: number; readonly ttlMs: number }, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  get(id: string, unwrap: () => SecretKey): SecretKey {
    const found = this.#entries.get(id);
    if (found !== undefined && found.expiresAtMs > this.#now()) return found.key;
    const key = unwrap();
    this.#entries.delete(id);
    this.#entries.set(id, { key, expiresAtMs: this.#now() + this.#limits.ttlMs });
    this.#evictOldest();
    return key;
  }

  clear(): void {
    this.#entries.clear();
  }

  // A Map keeps insertion order, so its first key is the oldest entry.
  #evictOldest(): void {
    if (this.#entries.size <= this.#limits.entries) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
