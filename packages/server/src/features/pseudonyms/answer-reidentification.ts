import {
  approveReidentification as approveEndpoint,
  refuseReidentification as refuseEndpoint,
} from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, refusal, type PlainRequest } from '../../gate/index.ts';
import { approved, stateOf } from './reidentification-rules.ts';
import {
  lockReidentifying,
  updateReidentifying,
  type Reidentifying,
} from './reidentification-store.ts';

/** The second of two persons. Nothing is looked up yet. */
export const approveReidentification = plainRoute({
  endpoint: approveEndpoint,
  handle: async (request, { params }) => {
    const { gate, now } = request;
    await request.commit(async (tx, caller, event) => {
      if (caller.kind !== 'person') throw refusal('not_signed_in');
      const row = await lockOpen(request, tx, params.requestId, ['waiting']);
      if (row.requestedBy === caller.personId) throw samePerson();
      const after = approved(row, caller.personId, now);
      await updateReidentifying(tx, gate.hashes, after);
      await gate.mail.queue(tx, {
        to: { personId: row.requestedBy },
        template: 'reidentification-approved',
        values: { until: after.expiresAt.toISOString() },
      });
      event.because(`re-identification ${row.requestId}`);
    });
    return { body: null };
  },
});

/** By any administrator, also by whoever asked; after the approval too, until it is read. */
export const refuseReidentification = plainRoute({
  endpoint: refuseEndpoint,
  handle: async (request, { params }) => {
    const { gate, now } = request;
    await request.commit(async (tx, caller, event) => {
      const row = await lockOpen(request, tx, params.requestId, ['waiting', 'approved']);
      await updateReidentifying(tx, gate.hashes, { ...row, refusedAt: now });
      if (caller.kind === 'person' && caller.personId !== row.requestedBy)
        await gate.mail.queue(tx, {
          to: { personId: row.requestedBy },
          template: 'reidentification-refused',
          values: {},
        });
      event.because(`re-identification ${row.requestId}`);
    });
    return { body: null };
  },
});

async function lockOpen(
  { gate, now }: Pick<PlainRequest, 'gate' | 'now'>,
  tx: Tx,
  requestId: string,
  states: readonly ReturnType<typeof stateOf>[],
): Promise<Reidentifying> {
  const row = await lockReidentifying(tx, gate.hashes, requestId);
  if (row === undefined || !states.includes(stateOf(row, now))) throw refusal('not_found');
  return row;
}

function samePerson(): Refusal {
  return new Refusal(
    'forbidden',
    'You asked for this yourself. Another administrator approves it, or nobody does.',
  );
}
