import { PersonId } from '@wardkeep/contract';
import type { EmergencyDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountTools, Named } from '../../gate/index.ts';
import { organisationsOf } from '../organisations/index.ts';
import type { StoredReview } from './review-store.ts';

/** What the patient and the reviewer are both told. */
export function describeReview(review: StoredReview, detail: EmergencyDetail, opener: Opener) {
  return {
    grantId: review.grantId,
    openedAt: review.openedAt.toISOString(),
    until: detail.until,
    endedAt: review.endedAt?.toISOString() ?? null,
    reason: detail.reason,
    words: detail.words,
    by: { personId: PersonId.parse(review.openedBy), ...opener },
    accesses: review.accesses,
    disputedAt: review.disputedAt?.toISOString() ?? null,
    reviewDueAt: review.dueAt.toISOString(),
    reviewedAt: review.reviewedAt?.toISOString() ?? null,
    outcome: review.outcome,
  };
}

/** Whoever is gone has no name any more. */
export interface Opener {
  readonly role: Named['role'] | null;
  readonly displayName: string | null;
  readonly organisation: string | null;
}

/** @param names - Told by the scope or the event, which say so in the audit log. */
export async function openersOf(
  tx: Tx,
  gate: Pick<AccountTools, 'hashes' | 'sealing'>,
  reviews: readonly StoredReview[],
  names: (ids: readonly string[]) => Promise<ReadonlyMap<string, Named>>,
): Promise<(review: StoredReview) => Opener> {
  const ids = [...new Set(reviews.map(({ openedBy }) => openedBy))];
  const named = await names(ids);
  const openers = new Map<string, Opener>();
  for (const id of ids) {
    const workplaces = named.has(id) ? await organisationsOf(tx, gate, id) : [];
    const organisation = workplaces.map(({ name }) => name).join(', ');
    openers.set(id, {
      role: named.get(id)?.role ?? null,
      displayName: named.get(id)?.displayName ?? null,
      organisation: organisation === '' ? null : organisation,
    });
  }
  return ({ openedBy }) => openers.get(openedBy) ?? NOBODY;
}

const NOBODY: Opener = { role: null, displayName: null, organisation: null };
