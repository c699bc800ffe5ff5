import {
  PASSWORD_LEAST_ALONE,
  PASSWORD_LEAST_WITH_SECOND_FACTOR,
  type Role,
  type Security,
  isStaff,
} from '@wardkeep/contract';

type Factors = Pick<Security, 'hasTotp' | 'passkeys'>;

export function factorCount({ hasTotp, passkeys }: Factors): number {
  return passkeys.length + (hasTotp ? 1 : 0);
}

/**
 * What removing one factor means. `kept`: whoever works here keeps at least one, so the last can't go. `last`: the
 * password alone is enough afterwards, and the recovery codes go too. `one-of-many`: nothing else changes.
 */
export type Removal = 'kept' | 'last' | 'one-of-many';

export function removalOf(factors: Factors, role: Role): Removal {
  if (factorCount(factors) > 1) return 'one-of-many';
  return isStaff(role) ? 'kept' : 'last';
}

/** Of a new password: shorter where it is never enough by itself. */
export function leastLetters(factors: Factors, role: Role): number {
  return isStaff(role) || factorCount(factors) > 0
    ? PASSWORD_LEAST_WITH_SECOND_FACTOR
    : PASSWORD_LEAST_ALONE;
}
