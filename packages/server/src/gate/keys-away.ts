import { VaultError } from '../vault/index.ts';
import { Refusal } from './refusal.ts';

/** Whether this went wrong because nobody answers for the root key, and the keys have left memory. */
export function keysAwayIn(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'keys_unavailable';
}

/** Says nothing that anybody can't see on the start page, so it is said though no audit event can be sealed. */
export function keysAway(cause?: unknown): Refusal {
  return new Refusal(
    'keys_unavailable',
    'The provider of the root key does not answer. Nothing was changed; this opens again by itself.',
    { cause },
  );
}
