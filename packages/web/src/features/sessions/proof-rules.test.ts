import type { ProofMethod } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { offeredProofs } from './proof-rules.ts';

const CASES: readonly [readonly ProofMethod[], boolean, readonly ProofMethod[]][] = [
  [['password'], true, ['password']],
  [['password', 'totp', 'recovery-code'], true, ['totp', 'recovery-code']],
  [['recovery-code', 'totp', 'passkey', 'password'], true, ['passkey', 'totp', 'recovery-code']],
  [['password', 'passkey', 'recovery-code'], false, ['recovery-code']],
  [['password', 'passkey'], false, []],
];

test.each(CASES)(
  'an account that can show %j, passkeys usable: %j, is asked for %j',
  (proofs, has, offered) => {
    expect(offeredProofs(proofs, has)).toEqual(offered);
  },
);
