import { hash, type KeyObject } from 'node:crypto';
import type { SessionClaims } from './session-tokens.ts';

export interface RememberedToken {
  readonly claims: SessionClaims;
  /** Whose signature was found good: it must still count when the token comes again. */
  readonly key: KeyObject;
}

const MOST = 10_000;

/**
 * Tokens whose signature was verified once, by the SHA-256 of their text: nothing of a token itself stays in memory.
 * The one that was used longest ago goes first.
 */
export class RememberedTokens {
  // A Map keeps insertion order, and what is used is put at its end.
  readonly #byHash = new Map<string, RememberedToken>();

  get(token: string, now: Date): RememberedToken | undefined {
    const id = idOf(token);
    const found = this.#byHash.get(id);
    if (found === undefined) return undefined;
    this.#byHash.delete(id);
    if (found.claims.accessExpiresAt.getTime() <= now.getTime()) return undefined;
    this.#byHash.set(id, found);
    return found;
  }

  put(token: string, remembered: RememberedToken): void {
    this.#byHash.set(idOf(token), remembered);
    if (this.#byHash.size <= MOST) return;
    const oldest = this.#byHash.keys().next();
    if (oldest.done !== true) this.#byHash.delete(oldest.value);
  }

  clear(): void {
    this.#byHash.clear();
  }

  get size(): number {
    return this.#byHash.size;
  }
}

function idOf(token: string): string {
  return hash('sha256', token, 'base64url');
}
