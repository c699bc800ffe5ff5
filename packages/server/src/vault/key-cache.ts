import type { SecretKey } from '@wardkeep/crypto';

interface Entry {
  readonly personId: string;
  readonly key: SecretKey;
  readonly expiresAtMs: number;
}

/**
 * Unwrapped keys by what unwraps to them: the least recently used goes first, and none stays longer than `ttlMs`
 * however often it is used. A key's state is never cached: it is read with the record, so a revoked key is refused at
 * once even while its bytes are still here.
 */
export class KeyCache {
  // A Map keeps insertion order: what is used is taken out and put in again, so its first entry was used longest ago.
  readonly #entries = new Map<string, Entry>();
  readonly #limits: { readonly entries: number; readonly ttlMs: number };
  readonly #now: () => number;

  constructor(limits: { readonly entries: number; readonly ttlMs: number }, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** @param id - The whole wrapped form and whose it is, so that one that was swapped is unwrapped, and refused. */
  get(id: string, personId: string, unwrap: () => SecretKey): SecretKey {
    const found = this.#entries.get(id);
    this.#entries.delete(id);
    if (found !== undefined && found.expiresAtMs > this.#now()) {
      this.#entries.set(id, found);
      return found.key;
    }
    const key = unwrap();
    this.#entries.set(id, { personId, key, expiresAtMs: this.#now() + this.#limits.ttlMs });
    this.#evictOldest();
    return key;
  }

  /** Drops one person's keys. What is unlocked already goes on until its request ends. */
  forget(personId: string): void {
    for (const [id, entry] of this.#entries) {
      if (entry.personId === personId) this.#entries.delete(id);
    }
  }

  /** Drops what has expired; call it now and then, since a key that nobody asks for again would stay. */
  sweep(): void {
    for (const [id, entry] of this.#entries) {
      if (entry.expiresAtMs <= this.#now()) this.#entries.delete(id);
    }
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  #evictOldest(): void {
    if (this.#entries.size <= this.#limits.entries) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
