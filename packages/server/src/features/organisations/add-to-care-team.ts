import { addToCareTeam as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import { activeRoles } from '../accounts/index.ts';
import {
  grantsOfPatient,
  lockGrant,
  makeGrant,
  whomToTell,
  type StoredGrant,
} from '../grants/index.ts';
import { callerInTeam, readTeams } from './care-team.ts';
import { TEAM_ROLES, rootOf } from './care-team-rules.ts';
import { isMember } from './organisation-names.ts';

/** A colleague gets a copy of what the caller holds, below the grant that the patient gave. */
export const addToCareTeam = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope, { params }) => {
    callerInTeam(scope);
    const colleagueId = params.personId;
    const { held, own } = await sharedWith(scope, colleagueId);
    const team = await readTeams(scope);
    const isThere = (part: StoredGrant): boolean =>
      part.granteeId === colleagueId && rootOf(part) === rootOf(held);
    if (team.some(isThere)) return null;
    await makeGrant(scope, {
      kind: 'care-team',
      state: 'active',
      granteeId: colleagueId,
      organisationId: held.organisationId,
      parentId: rootOf(held),
      by: held.grantId,
      pseudonym: null,
      validFrom: scope.now,
      validUntil: held.validUntil,
      detail: { ...own.detail, proposed: null },
    });
    await tell(scope);
    return null;
  },
});

/**
 * The caller's own part of a team of an organisation in which the colleague works, locked with the patient’s grant above
 * it: what the patient takes away meanwhile is not copied.
 */
async function sharedWith(
  scope: ChartScope,
  colleagueId: string,
): Promise<{ readonly held: StoredGrant; readonly own: OpenedGrant }> {
  const { tx, gate, personId } = scope;
  const role = (await activeRoles(tx, gate, [colleagueId])).get(colleagueId);
  if (role === undefined || !TEAM_ROLES.includes(role) || colleagueId === personId)
    throw noColleague();
  for (const own of scope.grants.filter(({ kind }) => kind === 'care-team')) {
    const held = await lockTeam(scope, own.grantId);
    if (held?.version !== own.version) throw justChanged();
    const { organisationId } = held;
    if (organisationId === null) continue;
    if (await isMember(tx, gate, { organisationId, personId: colleagueId })) return { held, own };
  }
  throw noColleague();
}

/** The patient’s grant first, as whoever changes it does; undefined when either has ended. */
async function lockTeam(
  { tx, gate, personId }: ChartScope,
  grantId: string,
): Promise<StoredGrant | undefined> {
  const all = await grantsOfPatient(tx, gate.hashes, personId, ['care-team']);
  const known = all.find((grant) => grant.grantId === grantId);
  if (known === undefined) return undefined;
  const root = await lockGrant(tx, gate.hashes, personId, rootOf(known));
  const held = await lockGrant(tx, gate.hashes, personId, grantId);
  return root?.state === 'active' && held?.state === 'active' ? held : undefined;
}

async function tell(scope: ChartScope): Promise<void> {
  for (const personId of await whomToTell(scope))
    await scope.gate.mail.queue(scope.tx, {
      to: { personId },
      template: 'care-team-joined',
      values: {},
    });
}

function noColleague(): Refusal {
  return new Refusal(
    'not_found',
    'Nobody with this id works with you in this team’s organisation, in a role that treats patients.',
  );
}

function justChanged(): Refusal {
  return new Refusal(
    'out_of_scope',
    'What the patient granted your team has just changed. Nothing was changed here; open the page again.',
  );
}
