import { Refusal, refusal, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import { lockGrant, type StoredGrant } from '../grants/index.ts';
import { lockChart } from '../records/index.ts';

export interface Held {
  /** Locked, as it is now. */
  readonly stored: StoredGrant;
  /** As it let the caller in; of the same version. */
  readonly held: OpenedGrant;
}

/**
 * One of the grants that let the caller in, locked for their answer.
 * @throws {@link Refusal} `not_found` for any other, and for one that has ended meanwhile.
 */
export async function lockHeld(scope: ChartScope, grantId: string): Promise<Held> {
  const { tx, gate, personId, grants } = scope;
  const held = grants.find((grant) => grant.grantId === grantId);
  if (held === undefined) throw refusal('not_found');
  await lockChart(tx, personId);
  const stored = await lockGrant(tx, gate.hashes, personId, grantId);
  if (stored?.state !== 'active') throw refusal('not_found');
  // An answer to what the patient has just changed would be one to something else.
  if (stored.version !== held.version) throw justChanged();
  return { stored, held };
}

function justChanged(): Refusal {
  return new Refusal(
    'not_found',
    'The patient has just changed this. Nothing was changed here; open the page again.',
  );
}
