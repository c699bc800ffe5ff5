import { reviewEmergencyAccess as endpoint } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, refusal, type PlainRequest, type Route } from '../../gate/index.ts';
import type { AccountStates } from '../accounts/index.ts';
import { endGrant, lockGrant, whomToTell } from '../grants/index.ts';
import { detailOf, withDetail } from './review-detail.ts';
import { endsAccess, reviewed } from './review-rules.ts';
import { lockReview, updateReview, type Review } from './review-store.ts';

/** The event is in the patient's own log: they see that, when and how it was reviewed. */
export function reviewEmergencyAccess(states: AccountStates): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { params, body }) => {
      const { gate, now } = request;
      const { outcome } = body;
      await request.commit(async (tx, caller, event) => {
        if (caller.kind !== 'person') throw refusal('not_signed_in');
        const before = await lockReview(tx, gate.hashes, params.grantId);
        if (before === undefined) throw refusal('not_found');
        if (before.openedBy === caller.personId) throw ownAccess();
        const after = reviewed(before, { personId: caller.personId, outcome, now });
        if (after === null) throw closed();
        const detail = { ...detailOf(gate, before), reviewWords: body.words };
        await updateReview(tx, gate.hashes, withDetail(gate, after, detail));
        if (endsAccess(outcome)) await endAccess(request, tx, after);
        if (outcome === 'misuse') {
          await shutOut(tx, states, after.openedBy);
          await tell(request, tx, after);
          event.afterCommit(() => states.publish());
        }
        event.about(after.patientId);
        event.because(`emergency ${after.grantId} ${outcome}`);
      });
      return { body: null };
    },
  });
}

type Parts = Pick<PlainRequest, 'gate' | 'now'>;

async function endAccess(
  { gate, now }: Parts,
  tx: Tx,
  { patientId, grantId }: Review,
): Promise<void> {
  const grant = await lockGrant(tx, gate.hashes, patientId, grantId);
  if (grant?.state === 'active') await endGrant({ tx, gate, now }, grant, 'revoked');
}

/** Whoever is gone, or shut out already, need not be. */
async function shutOut(tx: Tx, states: AccountStates, personId: string): Promise<void> {
  const outcome = await states.suspend(tx, personId);
  if (outcome === 'last-administrator')
    throw new Refusal(
      'forbidden',
      'The account that opened it belongs to the last administrator who can sign in. Invite another one first. Nothing was changed.',
    );
}

async function tell({ gate }: Parts, tx: Tx, { patientId, openedAt }: Review): Promise<void> {
  const values = { at: openedAt.toISOString() };
  for (const personId of await whomToTell({ tx, gate, personId: patientId }))
    await gate.mail.queue(tx, { to: { personId }, template: 'emergency-misused', values });
}

function ownAccess(): Refusal {
  return new Refusal('forbidden', 'You opened this yourself: another administrator reviews it.');
}

function closed(): Refusal {
  return new Refusal(
    'forbidden',
    'This was found to be misuse, and its account was suspended for it. That stays; resume the account under Accounts if it was wrong.',
  );
}
