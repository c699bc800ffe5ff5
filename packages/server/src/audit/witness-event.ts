import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { IndexProof } from './verify-event.ts';

export interface Witnessed {
  readonly personId: string;
  readonly action: string;
  /** The event's own word, where several events of this action are no witness. */
  readonly reason?: string;
  /** When it was done; the event is of the same transaction. */
  readonly at: Date;
}

/** Times within one transaction, which may have waited for a lock between the two. */
const APART_MS = 120_000;

/**
 * Whether the log has a successful event of this action about this person at that time, whose core opens and says the
 * same: what somebody wrote into another table by hand has none.
 */
export async function hasEventAbout(
  tx: Tx,
  keys: Pick<AuditKeys, 'subjectIndex'> & Pick<IndexProof, 'openCore'>,
  { personId, action, reason, at }: Witnessed,
): Promise<boolean> {
  const token = keys.subjectIndex(personId);
  const rows = await queries(tx)
    .selectFrom('audit_event')
    .select(['event_id', 'core'])
    .where('subject_index', '=', token)
    .where('event_type', '=', action)
    .where('outcome', '=', 'success')
    .where('occurred_ms', '>=', at.getTime() - APART_MS)
    .where('occurred_ms', '<=', at.getTime() + APART_MS)
    .execute();
  return rows.some(({ event_id: eventId, core: sealed }) => {
    if (sealed === null) return false;
    // One that was altered does not open, and ends this here.
    const core = keys.openCore(eventId, sealed);
    return (
      core.action === action &&
      core.subject === token.toString('base64url') &&
      (reason === undefined || core.reason === reason)
    );
  });
}
