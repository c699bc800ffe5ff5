import { randomUUID } from 'node:crypto';
import { requestReidentification as endpoint } from '@wardkeep/contract';
import { plainRoute, readAdministrators, refusal } from '../../gate/index.ts';
import { describeReidentification, reidentificationPlace } from './describe-reidentification.ts';
import { waitsUntil } from './reidentification-rules.ts';
import { insertReidentifying } from './reidentification-store.ts';

/** The other administrators are told; one of them answers. */
export const requestReidentification = plainRoute({
  endpoint,
  handle: async (request, { body }) => {
    const { gate, now } = request;
    const row = await request.commit(async (tx, caller, event) => {
      if (caller.kind !== 'person') throw refusal('not_signed_in');
      const asked = {
        requestId: randomUUID(),
        requestedBy: caller.personId,
        requestedAt: now,
        expiresAt: waitsUntil(now),
        approvedBy: null,
        approvedAt: null,
        refusedAt: null,
        readAt: null,
      };
      const sealed = gate.sealing.seal(reidentificationPlace(asked), body);
      await insertReidentifying(tx, gate.hashes, { ...asked, sealed });
      const values = { until: asked.expiresAt.toISOString() };
      for (const personId of await readAdministrators(tx, gate.hashes))
        if (personId !== caller.personId)
          await gate.mail.queue(tx, {
            to: { personId },
            template: 'reidentification-requested',
            values,
          });
      event.because(`re-identification ${asked.requestId}`);
      return asked;
    });
    return { body: describeReidentification(row, body, now) };
  },
});
