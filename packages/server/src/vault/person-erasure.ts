import { signsOfRestore } from './era.ts';
import { ringOf } from './key-ring.ts';
import type { Vault } from './vault.ts';

/** Drops a person's unwrapped keys from this process. Other processes hear of it when their revocation commits. */
export function forgetPersonKeys(vault: Vault, personId: string): void {
  ringOf(vault).cache.forget(personId);
}

/** Whether the database is behind what the key store has seen: it was restored, and the new era has not begun. */
export async function isRestored(vault: Vault): Promise<boolean> {
  return (await signsOfRestore(ringOf(vault))) !== undefined;
}
