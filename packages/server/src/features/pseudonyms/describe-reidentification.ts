import { PersonId, type Reidentification } from '@wardkeep/contract';
import type { ReidentificationDetail } from '../../db/schema.ts';
import type { AccountTools } from '../../gate/index.ts';
import { stateOf } from './reidentification-rules.ts';
import type { Reidentifying, StoredReidentifying } from './reidentification-store.ts';

/** Under the deployment's key of the day on which it was asked. */
export function reidentificationPlace({
  requestId,
  requestedAt,
}: Pick<Reidentifying, 'requestId' | 'requestedAt'>) {
  return { name: `reidentification/${requestId}`, day: requestedAt };
}

/** @throws CryptoError `not_authentic` when the words are of another request. */
export function detailOf(
  { sealing }: Pick<AccountTools, 'sealing'>,
  row: StoredReidentifying,
): ReidentificationDetail {
  return sealing.open(reidentificationPlace(row), row.sealed);
}

export function describeReidentification(
  row: Reidentifying,
  { pseudonym, reason }: ReidentificationDetail,
  now: Date,
): Reidentification {
  return {
    requestId: row.requestId,
    pseudonym,
    reason,
    requestedBy: PersonId.parse(row.requestedBy),
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    approvedBy: row.approvedBy === null ? null : PersonId.parse(row.approvedBy),
    state: stateOf(row, now),
  };
}
