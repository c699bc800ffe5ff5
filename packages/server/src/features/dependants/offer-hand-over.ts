import { offerHandOver as endpoint } from '@wardkeep/contract';
import { phiRoute, type Route } from '../../gate/index.ts';
import { issueOneTimeToken, voidOneTimeTokens } from '../accounts/index.ts';
import { guardianshipOf } from './guardianships.ts';
import { LINK_MS } from './offer-guardianship.ts';

/** Only the newest link opens anything. */
export function offerHandOver(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { body }) => {
      const { tx, gate, now, personId, client } = scope;
      const { email } = body;
      const { grantId } = guardianshipOf(scope);
      const expiresAt = new Date(now.getTime() + LINK_MS);
      await voidOneTimeTokens(tx, personId, ['hand-over']);
      const token = await issueOneTimeToken(scope, tx, {
        purpose: 'hand-over',
        expiresAt,
        personId,
        detail: { patientId: personId, email, grantId },
      });
      const link = `${publicUrl()}/hand-over#${token}`;
      await gate.mail.queue(tx, {
        to: { address: email, language: client.language },
        template: 'hand-over',
        values: { link },
      });
      return { link, linkExpiresAt: expiresAt.toISOString(), isSent: gate.mail.isOn };
    },
  });
}
