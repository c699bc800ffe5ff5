import { createInvitation as endpoint } from '@wardkeep/contract';
import { plainRoute, type Route } from '../../gate/index.ts';
import { insertOneTimeToken } from './account-store.ts';
import { newOneTimeToken } from './one-time-token.ts';

const INVITATION_MS = 24 * 60 * 60_000;

export function createInvitation(publicUrl: () => string): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const expiresAt = new Date(request.now.getTime() + INVITATION_MS);
      const token = newOneTimeToken(body.role, expiresAt);
      const tokenHash = request.gate.hashes.oneTimeToken('invitation', token.text);
      await request.commit((tx) =>
        insertOneTimeToken(tx, { tokenHash, purpose: 'invitation', expiresAt }),
      );
      return {
        body: {
          link: `${publicUrl()}/invitation#${token.text}`,
          role: body.role,
          expiresAt: expiresAt.toISOString(),
        },
      };
    },
  });
}
