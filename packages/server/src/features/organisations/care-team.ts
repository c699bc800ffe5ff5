import { refusal, type ChartScope } from '../../gate/index.ts';
import { grantsOfPatient, type StoredGrant } from '../grants/index.ts';
import { teamNow } from './care-team-rules.ts';
import { membersOf } from './organisation-store.ts';

/** Everybody who is in a care team of this chart now, and still works in its organisation. Newest first. */
export async function readTeams(scope: ChartScope): Promise<readonly StoredGrant[]> {
  const { tx, gate, personId, now } = scope;
  const team = teamNow(await grantsOfPatient(tx, gate.hashes, personId, ['care-team']), now);
  const ids = team.flatMap(({ organisationId }) => organisationId ?? []);
  const members = await membersOf(tx, gate.hashes, [...new Set(ids)]);
  return team.filter((part) =>
    members.some(
      (member) =>
        member.personId === part.granteeId && member.organisationId === part.organisationId,
    ),
  );
}

/**
 * Who of the team asks; null for the patient and for guardians.
 * @throws {@link Refusal} `not_found` for who was let in otherwise: a team is not theirs to see.
 */
export function callerInTeam({ caller, relationship, grants }: ChartScope): string | null {
  if (relationship === 'self' || relationship === 'guardian') return null;
  const isInTeam = grants.some(({ kind }) => kind === 'care-team');
  if (caller.kind !== 'person' || !isInTeam) throw refusal('not_found');
  return caller.personId;
}
