import { offerGuardianship as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, refusal, type ChartScope, type Route } from '../../gate/index.ts';
import { issueOneTimeToken } from '../accounts/index.ts';
import { grantsOfPatient, makeGrant } from '../grants/index.ts';
import { guardianshipOf, lockGuardianships } from './guardianships.ts';

export const LINK_MS = 7 * 24 * 60 * 60_000;
/** Guardians and links to become one, together. */
const GUARDIANS_MOST = 10;

/** Nobody sees anything before the other side has accepted. */
export function offerGuardianship(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { body }) => {
      const { email } = body;
      const { detail, grantId: own } = guardianshipOf(scope);
      // Whoever is taken out at this moment lets nobody in.
      const held = await lockGuardianships(scope);
      if (!held.some(({ grantId }) => grantId === own)) throw refusal('not_found');
      await refuseTooMany(scope);
      const offered = await makeGrant(scope, {
        kind: 'guardian',
        state: 'offered',
        granteeId: null,
        organisationId: null,
        parentId: null,
        pseudonym: null,
        validFrom: scope.now,
        validUntil: null,
        detail,
      });
      const expiresAt = new Date(scope.now.getTime() + LINK_MS);
      const { grantId } = offered;
      const token = await issueOneTimeToken(scope, scope.tx, {
        purpose: 'guardian-offer',
        expiresAt,
        personId: scope.personId,
        detail: { patientId: scope.personId, grantId, email },
      });
      const link = `${publicUrl()}/guardianship#${token}`;
      if (email !== null)
        await scope.gate.mail.queue(scope.tx, {
          to: { address: email, language: scope.client.language },
          template: 'guardian-offer',
          values: { link },
        });
      const isSent = email !== null && scope.gate.mail.isOn;
      return { link, linkExpiresAt: expiresAt.toISOString(), isSent };
    },
  });
}

async function refuseTooMany({ tx, gate, personId, now }: ChartScope): Promise<void> {
  const all = await grantsOfPatient(tx, gate.hashes, personId, ['guardian']);
  const open = all.filter(
    ({ state, createdAt }) =>
      state === 'active' || (state === 'offered' && now.getTime() - createdAt.getTime() < LINK_MS),
  );
  if (open.length >= GUARDIANS_MOST)
    throw new Refusal(
      'validation_failed',
      `There are ${GUARDIANS_MOST} guardians and open links already, which is the most. Wait until links have expired, 7 days after they were made.`,
    );
}
