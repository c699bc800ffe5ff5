import { isStaff, type Role } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import { Refusal } from '../../gate/index.ts';

/**
 * What sign-ins ask for once a factor is gone.
 * @throws {@link Refusal} `factor_limit` for staff, who keep one.
 */
export function secondFactorAfterRemoval(facts: {
  readonly role: Role;
  readonly factorsLeft: number;
}): SecondFactor {
  if (facts.factorsLeft > 0) return 'required';
  if (!isStaff(facts.role)) return 'none';
  throw new Refusal(
    'factor_limit',
    'Your role needs a second factor, and this is the last one. Add another one first; then remove this one.',
  );
}
