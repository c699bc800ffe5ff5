import { PersonId, acceptOffer as endpoint, type Role } from '@wardkeep/contract';
import {
  ACCESS,
  Refusal,
  clientPurpose,
  phiRoute,
  pseudonymsOf,
  type ChartScope,
} from '../../gate/index.ts';
import { moveGrant } from '../grants/index.ts';
import { isMember } from '../organisations/index.ts';
import { tellPatient } from './notices.ts';
import { answerOffer, shownOffer, type Answering } from './shown-offer.ts';
import { writeConsent } from './write-consent.ts';

/** Roles that can be in a care team, as the gate admits them. */
const TEAM_ROLES: readonly Role[] = ACCESS['care-team.read'].granted;

/** From the next request on, the caller is let in as far as the terms go. */
export const acceptOffer = phiRoute({
  endpoint,
  opens: 'chart',
  person: () => null,
  offer: shownOffer,
  handle: async (scope, { body }) => {
    const { gate, personId } = scope;
    const { caller, offer } = await answerOffer(scope, body.token);
    const organisationId = await teamOf(scope, { caller, offer }, body.organisationId);
    const pseudonym =
      caller.role === 'client'
        ? pseudonymsOf(gate.hashes, clientPurpose(caller.personId), personId).idOf(personId)
        : null;
    const granteeId = caller.personId;
    const to = { state: 'active', granteeId, organisationId, pseudonym } as const;
    await moveGrant(scope, offer, to);
    await writeConsent(scope, { ...offer, ...to });
    await tellPatient(scope, 'consent-accepted', offer.detail.label);
    return { patientId: PersonId.parse(pseudonym ?? personId) };
  },
});

/** For which organisation a team's offer is accepted; null for any other offer. */
async function teamOf(
  { tx, gate }: ChartScope,
  { caller, offer }: Answering,
  organisationId: string | undefined,
): Promise<string | null> {
  if (offer.kind === 'consent') {
    if (organisationId === undefined) return null;
    throw wrongOrganisation('must be left out: this offer is for one person');
  }
  if (!TEAM_ROLES.includes(caller.role)) throw noTeamRole();
  if (organisationId === undefined) throw wrongOrganisation('must say for which organisation');
  const { personId } = caller;
  if (!(await isMember(tx, gate, { organisationId, personId })))
    throw wrongOrganisation('must be one in which you work now');
  return organisationId;
}

function wrongOrganisation(message: string): Refusal {
  return new Refusal('validation_failed', 'This offer can’t be accepted for that organisation.', {
    errors: [{ path: 'organisationId', message }],
  });
}

function noTeamRole(): Refusal {
  return new Refusal('forbidden', 'This offer is for a team that treats the patient.');
}
