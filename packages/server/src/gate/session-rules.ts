import { ProofMethod, isStaff, type Role, type SessionNeeds } from '@wardkeep/contract';
import type { SecondFactor } from '../db/schema.ts';

/** `password+totp`, as a session's row keeps it. */
export function writeMethods(methods: readonly ProofMethod[]): string {
  return methods.join('+');
}

export function readMethods(text: string): readonly ProofMethod[] {
  return text.split('+').flatMap((method) => {
    const known = ProofMethod.safeParse(method);
    return known.success ? [known.data] : [];
  });
}

const SECOND_FACTORS: ReadonlySet<ProofMethod> = new Set(['totp', 'passkey', 'recovery-code']);

/** What a session lacks. Anything but the password alone counts as the second factor: a passkey asks for its user. */
export function sessionNeeds(facts: {
  readonly role: Role;
  readonly secondFactor: SecondFactor;
  readonly methods: readonly ProofMethod[];
}): SessionNeeds {
  const { role, secondFactor, methods } = facts;
  if (secondFactor === 'required')
    return methods.some((method) => SECOND_FACTORS.has(method)) ? 'nothing' : 'second-factor';
  return isStaff(role) ? 'second-factor-set-up' : 'nothing';
}
