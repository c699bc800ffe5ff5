import type { Sealed } from '@wardkeep/crypto';
import { AuditError } from './audit-error.ts';
import type { AuditCore } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';
import { commitmentOf, leafBytes, type Half } from './leaf.ts';
import { leafHash } from './merkle.ts';
import type { StoredLeaf } from './verify-rows.ts';

/**
 * - `commitment_differs`: the halves are not those that the event committed to.
 * - `leaf_differs`: what stands in the open is not what the tree holds.
 * - `index_differs`: a search token is not that of the person in the core: a search would miss the event. Or there is no
 *   core, or no detail, and nobody was to destroy it.
 */
export type LeafFault = 'commitment_differs' | 'leaf_differs' | 'index_differs';

export interface IndexProof extends Pick<
  AuditKeys,
  'actorIndex' | 'subjectIndex' | 'addressIndex'
> {
  /** What it throws ends the verification, unless its code is `not_authentic`. */
  openCore(eventId: string, core: Sealed<AuditCore>): AuditCore;
  /** Tokens, base64url, of persons who were erased: their events have none any more. Without it, none may be missing. */
  readonly erased?: ReadonlySet<string>;
  /**
   * Whether the retention of this event may be over. Of any other the core is there, and the detail too unless whom it is
   * about was erased: else whoever writes to the database could take out who did what. Without it, anything may be gone.
   */
  readonly mayBeRetired?: (eventId: string) => boolean;
}

/** All that a row can prove about itself. Whether the tree holds its leaf is for the caller to see. */
export function checkEvent(
  event: StoredLeaf,
  indexes: IndexProof | undefined,
): { leafHash: Buffer } | { fault: LeafFault } {
  const core = halfOf(event.salt_core, event.core, event.core_hash);
  const detail = halfOf(event.salt_detail, event.detail, event.detail_hash);
  if (core === null || detail === null || !event.commitment.equals(commitmentOf(core, detail))) {
    return { fault: 'commitment_differs' };
  }
  const token = indexes === undefined ? null : tokenFault(event, indexes);
  if (token !== null) return { fault: token };
  const bytes = storedLeafBytes(event);
  return bytes === null ? { fault: 'leaf_differs' } : { leafHash: leafHash(bytes) };
}

function halfOf(salt: Buffer | null, sealed: Uint8Array | null, hash: Buffer | null): Half | null {
  if (salt !== null && sealed !== null && hash === null) return { salt, sealed };
  if (salt === null && sealed === null && hash !== null) return { hash };
  return null;
}

/** A core that is destroyed, at the end of retention, leaves nothing to compare with. */
function tokenFault(event: StoredLeaf, indexes: IndexProof): LeafFault | null {
  const mustBeWhole = indexes.mayBeRetired?.(event.event_id) === false;
  if (event.core === null) return mustBeWhole ? 'index_differs' : null;
  const core = openedCore(event.event_id, event.core, indexes);
  // It is what the event committed to, and was sealed for another: the event's id was changed.
  if (core === undefined) return 'leaf_differs';
  const isErased = core.subject !== null && indexes.erased?.has(core.subject) === true;
  if (mustBeWhole && event.detail === null && !isErased) return 'index_differs';
  return tokensFit(event, core, indexes) ? null : 'index_differs';
}

function openedCore(
  eventId: string,
  sealed: Sealed<AuditCore>,
  indexes: IndexProof,
): AuditCore | undefined {
  try {
    return indexes.openCore(eventId, sealed);
  } catch (error) {
    // A key that is missing or away is no fault of the event's.
    if (error instanceof Error && 'code' in error && error.code === 'not_authentic')
      return undefined;
    throw error;
  }
}

function tokensFit(event: StoredLeaf, core: AuditCore, indexes: IndexProof): boolean {
  const { actor, subject, address, repeated } = core;
  const actorToken = actor.personId === null ? null : indexes.actorIndex(actor.personId);
  const subjectToken = subject === null ? null : Buffer.from(subject, 'base64url');
  return (
    (sameToken(event.actor_index, actorToken) ||
      isErased(event.actor_index, actorToken, indexes)) &&
    (sameToken(event.subject_index, subjectToken) ||
      isErased(event.subject_index, subjectToken, indexes)) &&
    // Events from before tokens of addresses were kept have none.
    (event.address_index === null ||
      sameToken(event.address_index, address === null ? null : indexes.addressIndex(address))) &&
    event.repeated === (repeated ?? 1) &&
    (event.detail === null || sameToken(ownerToken(event.detail_owner, indexes), subjectToken))
  );
}

function isErased(stored: Buffer | null, expected: Buffer | null, { erased }: IndexProof): boolean {
  return (
    stored === null && expected !== null && erased?.has(expected.toString('base64url')) === true
  );
}

function ownerToken(owner: string | null, indexes: IndexProof): Buffer | null {
  return owner === null ? null : indexes.subjectIndex(owner);
}

function sameToken(stored: Buffer | null, expected: Buffer | null): boolean {
  return stored === null || expected === null ? stored === expected : stored.equals(expected);
}

function storedLeafBytes(event: StoredLeaf): Buffer | null {
  try {
    return leafBytes({
      eventId: event.event_id,
      occurredAtMs: event.occurred_ms,
      action: event.event_type,
      outcome: event.outcome,
      commitment: event.commitment,
    });
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return null;
  }
}
