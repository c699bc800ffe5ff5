import { ACTIONS, ROLES, type Action, type Role } from '@wardkeep/contract';
import { ACCESS, type AccessRule } from '../../gate/index.ts';

/**
 * How somebody comes to be let in, as the table shows it.
 *
 * - `self`, `guardian`, `consent`, `care-team`, `emergency`, `offer`, `administration`: the gate's relationships.
 * - `search`: they look for one person, and break the glass.
 * - `membership`: they work in the organisation whose directory it is.
 * - `new`: they make a person, and are their guardian, or in charge of their care.
 * - `role`: the role alone; it is about nobody's data.
 */
export type Way =
  | 'self'
  | 'guardian'
  | 'consent'
  | 'care-team'
  | 'emergency'
  | 'offer'
  | 'membership'
  | 'administration'
  | 'search'
  | 'new'
  | 'role';

export interface AccessRow {
  readonly action: Action;
  /** Roles that never may are missing. */
  readonly by: { readonly [R in Role]?: readonly Way[] };
  readonly anyone: boolean;
  readonly shareLink: boolean;
  readonly fresh: boolean;
}

/** Every action, in the order of their names, as the gate decides it. */
export function accessRows(): readonly AccessRow[] {
  return ACTIONS.map((action) => {
    const rule: AccessRule = ACCESS[action];
    const ways = ROLES.map((role) => [role, waysOf(rule, role)] as const);
    return {
      action,
      by: Object.fromEntries(ways.filter(([, each]) => each.length > 0)),
      anyone: rule.anyone === true,
      shareLink: rule.share === true,
      fresh: rule.fresh === true,
    };
  });
}

function waysOf(rule: AccessRule, role: Role): readonly Way[] {
  const may = (roles: readonly Role[] | undefined): boolean => roles?.includes(role) === true;
  const byConsent = may(rule.granted) && rule.teamOnly !== true;
  const byTeam = may(rule.granted) && TEAM.includes(role);
  const ways: readonly (readonly [Way, boolean])[] = [
    ['role', may(rule.signedIn)],
    ['administration', may(rule.administration)],
    ['self', may(rule.self)],
    ['guardian', may(rule.guardian)],
    ['consent', byConsent],
    ['care-team', byTeam],
    ['emergency', may(rule.emergency)],
    ['search', may(rule.breaks)],
    ['new', may(rule.makes) || may(rule.enrols)],
    ['offer', may(rule.offer)],
    ['membership', may(rule.member)],
  ];
  return ways.flatMap(([way, is]) => (is ? [way] : []));
}

/** Who can be in a care team at all. */
const TEAM: readonly Role[] = ACCESS['care-team.add'].granted;
