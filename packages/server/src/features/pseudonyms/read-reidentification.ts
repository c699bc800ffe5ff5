import { PersonId, readReidentification as endpoint } from '@wardkeep/contract';
import { Refusal, plainRoute, refusal } from '../../gate/index.ts';
import { detailOf } from './describe-reidentification.ts';
import { findPseudonym } from './find-pseudonym.ts';
import { stateOf } from './reidentification-rules.ts';
import { lockReidentifying, updateReidentifying } from './reidentification-store.ts';

/** Once. Its event is in the log of the person whose pseudonym it was; a pseudonym of nobody uses nothing up. */
export const readReidentification = plainRoute({
  endpoint,
  handle: async (request, { params }) => {
    const { gate, now } = request;
    const patientId = await request.commit(async (tx, caller, event) => {
      if (caller.kind !== 'person') throw refusal('not_signed_in');
      const row = await lockReidentifying(tx, gate.hashes, params.requestId);
      if (row === undefined || stateOf(row, now) !== 'approved') throw refusal('not_found');
      if (row.requestedBy !== caller.personId) throw othersRequest();
      const found = await findPseudonym(tx, gate.hashes, detailOf(gate, row).pseudonym);
      if (found === null) throw nobodys();
      await updateReidentifying(tx, gate.hashes, { ...row, readAt: now });
      event.about(found);
      event.because(`re-identification ${row.requestId}`);
      return PersonId.parse(found);
    });
    return { body: { patientId } };
  },
});

function othersRequest(): Refusal {
  return new Refusal('forbidden', 'Only whoever asked for this reads it.');
}

function nobodys(): Refusal {
  return new Refusal(
    'not_found',
    'This is nobody’s pseudonym here. Compare it with where it is from; the approval stays good until it ends.',
  );
}
