import { cancelAccountRecovery as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { linkInvalid, openOneTimeToken, spendOneTimeToken } from '../accounts/index.ts';
import { endRecovery } from './end-recovery.ts';

/** By the link of the notice, which stands for one request only: it was not me. */
export const cancelAccountRecovery = plainRoute({
  endpoint,
  handle: async (request, { body }) => {
    const token = await request.read((tx) =>
      openOneTimeToken(request, tx, 'recovery-cancellation', body.token),
    );
    if (token === undefined) throw linkInvalid();
    const { personId, requestedAt } = token.detail;
    await request.commit(async (tx, _caller, event) => {
      event.about(personId);
      const isSpent = await spendOneTimeToken(tx, token.tokenHash, request.now);
      const isEnded = await endRecovery(
        request,
        tx,
        personId,
        (recovery) => recovery.requestedAt.toISOString() === requestedAt,
      );
      if (!isSpent || !isEnded) throw linkInvalid();
    });
    return { body: null };
  },
});
