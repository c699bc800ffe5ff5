import type { ChartScope } from '../../gate/index.ts';
import { activeRoles } from '../accounts/index.ts';
import { grantsOfPatient } from './grant-store.ts';

/** Who is written to about this chart: the patient, or who looks after somebody without an account. */
export async function whomToTell({
  tx,
  gate,
  personId,
}: Pick<ChartScope, 'tx' | 'gate' | 'personId'>): Promise<readonly string[]> {
  const own = await activeRoles(tx, gate, [personId]);
  if (own.size > 0) return [personId];
  const guardians = await grantsOfPatient(tx, gate.hashes, personId, ['guardian']);
  return guardians.flatMap(({ state, granteeId }) =>
    state === 'active' && granteeId !== null ? [granteeId] : [],
  );
}
