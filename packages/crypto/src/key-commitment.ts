import { hkdfExpand } from './hkdf.ts';
import { netstrings } from './netstrings.ts';
import { keyObjectOf, type SecretKey } from './secret-key.ts';

/** Whose key it is and what for, e.g. `{ purpose: 'person-chart', owner: personId, name: 'v1' }`. */
export type KeyIdentity = {
  readonly purpose: string;
  readonly owner: string;
  readonly name: string;
};

export const commitmentBytes = 32;

/**
 * Names exactly one key for one identity and says nothing about it: AES-GCM alone does not commit,
 * since one ciphertext can be made to open under two keys.
 */
export function keyCommitment(key: SecretKey, { purpose, owner, name }: KeyIdentity): Buffer {
  const info = netstrings('wardkeep key commitment v1', purpose, owner, name, key.id);
  return hkdfExpand('sha256', keyObjectOf(key), info, commitmentBytes);
}
