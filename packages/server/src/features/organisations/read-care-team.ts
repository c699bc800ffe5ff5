import { PersonId, readCareTeam as endpoint, type Role } from '@wardkeep/contract';
import { phiRoute, type ChartScope } from '../../gate/index.ts';
import { activeRoles } from '../accounts/index.ts';
import type { StoredGrant } from '../grants/index.ts';
import { callerInTeam, readTeams } from './care-team.ts';
import { TEAM_ROLES, rootOf } from './care-team-rules.ts';
import { organisationNames } from './organisation-names.ts';
import { membersOf } from './organisation-store.ts';

export const readCareTeam = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const callerId = callerInTeam(scope);
    const all = await readTeams(scope);
    const own = all.filter(({ granteeId }) => granteeId === callerId);
    const roots = new Set(own.map(rootOf));
    const team = callerId === null ? all : all.filter((part) => roots.has(rootOf(part)));
    const colleagues = callerId === null ? [] : await colleaguesOf(scope, own, team);
    const inTeam = team.flatMap(({ granteeId }) => granteeId ?? []);
    const names = await scope.names([...inTeam, ...colleagues.map(({ personId }) => personId)]);
    const organisations = await organisationNames(
      scope.tx,
      scope.gate,
      team.flatMap(({ organisationId }) => organisationId ?? []),
    );
    return {
      members: team.flatMap(({ grantId, granteeId, organisationId, parentId }) => {
        if (granteeId === null) return [];
        const named = names.get(granteeId);
        return [
          {
            grantId,
            personId: PersonId.parse(granteeId),
            displayName: named?.displayName ?? null,
            role: named?.role ?? null,
            organisation: organisations.get(organisationId ?? '') ?? null,
            isLead: parentId === null,
          },
        ];
      }),
      colleagues: colleagues.flatMap(({ personId, role }) => {
        const named = names.get(personId);
        if (named === undefined) return [];
        return [{ personId: PersonId.parse(personId), displayName: named.displayName, role }];
      }),
    };
  },
});

/** Who works with the caller in an organisation that the patient consented to, and could be added. */
async function colleaguesOf(
  { tx, gate, personId: patientId }: ChartScope,
  own: readonly StoredGrant[],
  team: readonly StoredGrant[],
): Promise<readonly { readonly personId: string; readonly role: Role }[]> {
  const ids = new Set(own.flatMap(({ organisationId }) => organisationId ?? []));
  const members = await membersOf(tx, gate.hashes, [...ids]);
  const taken = new Set([patientId, ...team.map(({ granteeId }) => granteeId)]);
  const roles = await activeRoles(
    tx,
    gate,
    members.map(({ personId }) => personId),
  );
  return [...roles]
    .filter(([personId, role]) => TEAM_ROLES.includes(role) && !taken.has(personId))
    .map(([personId, role]) => ({ personId, role }));
}
