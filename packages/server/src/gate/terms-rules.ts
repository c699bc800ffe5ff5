import type { GrantDetail } from '../db/schema.ts';
import type { AccessRule } from './access-rules.ts';

/** Whether what is sealed in a grant lets the caller in for this; what is in the open already has. */
export function termsAllow(
  rule: Pick<AccessRule, 'terms' | 'ofAge'>,
  { terms, endsOn }: GrantDetail,
  now: Date,
): boolean {
  if (endsOn !== null && rule.ofAge !== true && now.toISOString().slice(0, 10) >= endsOn)
    return false;
  // Guardians and emergencies have none: the roles in the rule decide.
  if (rule.terms === undefined || terms === null) return true;
  return rule.terms === 'write' ? terms.mayWrite : terms.mayShare;
}
