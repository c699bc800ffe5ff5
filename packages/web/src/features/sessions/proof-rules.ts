import type { ProofMethod } from '@wardkeep/contract';

/**
 * What to ask for, the easiest first. The password counts only where there is no second factor; a passkey only where
 * the browser can use one.
 */
export function offeredProofs(
  proofs: readonly ProofMethod[],
  hasPasskeys: boolean,
): readonly ProofMethod[] {
  const factors = ORDER.filter((method) => proofs.includes(method));
  if (factors.length === 0) return ['password'];
  return factors.filter((method) => method !== 'passkey' || hasPasskeys);
}

const ORDER: readonly ProofMethod[] = ['passkey', 'totp', 'recovery-code'];
