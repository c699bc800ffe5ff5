import { PersonId, listGuardians as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { grantsOfPatient } from '../grants/index.ts';
import { guardianshipOf } from './guardianships.ts';

export const listGuardians = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const { detail } = guardianshipOf(scope);
    const all = await grantsOfPatient(scope.tx, scope.gate.hashes, scope.personId, ['guardian']);
    const held = all.filter(({ state }) => state === 'active');
    const names = await scope.names(held.flatMap(({ granteeId }) => granteeId ?? []));
    return {
      guardians: held.flatMap(({ grantId, granteeId, validFrom }) => {
        if (granteeId === null) return [];
        const personId = PersonId.parse(granteeId);
        const displayName = names.get(granteeId)?.displayName ?? null;
        return [{ grantId, personId, displayName, since: validFrom.toISOString() }];
      }),
      endsOn: detail.endsOn === null ? null : dayBefore(detail.endsOn),
    };
  },
});

/** The grant says from which day on they see nothing; people read until when they do. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 60 * 60_000).toISOString().slice(0, 10);
}
