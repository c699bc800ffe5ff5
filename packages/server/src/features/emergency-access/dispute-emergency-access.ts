import { disputeEmergencyAccess as endpoint } from '@wardkeep/contract';
import {
  Refusal,
  phiRoute,
  readAdministrators,
  refusal,
  type ChartScope,
  type Route,
} from '../../gate/index.ts';
import { detailOf, withDetail } from './review-detail.ts';
import { disputed, type EmergencySettings } from './review-rules.ts';
import { lockReview, updateReview, type Review } from './review-store.ts';

/** Saying it again changes the words, and tells nobody twice. */
export function disputeEmergencyAccess(settings: EmergencySettings): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (_facts, { params }) => params.patientId,
    handle: async (scope, { params, body }) => {
      const { tx, gate, now, personId } = scope;
      const before = await lockReview(tx, gate.hashes, params.grantId);
      if (before?.patientId !== personId) throw refusal('not_found');
      const after = disputed(before, now, settings);
      if (after === null) throw closed();
      const detail = { ...detailOf(gate, before), disputeWords: body.words };
      const review = withDetail(gate, after, detail);
      await updateReview(tx, gate.hashes, review);
      scope.wrote({ type: 'EmergencyReview', id: after.grantId }, review.sealed);
      const isNews = before.disputedAt?.getTime() !== after.disputedAt?.getTime();
      if (isNews) await tell(scope, after);
      return null;
    },
  });
}

async function tell({ tx, gate }: ChartScope, { openedAt, dueAt }: Review): Promise<void> {
  const values = { at: openedAt.toISOString(), until: dueAt.toISOString() };
  for (const personId of await readAdministrators(tx, gate.hashes))
    await gate.mail.queue(tx, { to: { personId }, template: 'emergency-disputed', values });
}

function closed(): Refusal {
  return new Refusal(
    'forbidden',
    'This was found to be no emergency already: the access is ended and the account that opened it suspended.',
  );
}
