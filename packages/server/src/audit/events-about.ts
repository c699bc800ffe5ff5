import { sql, type Selectable } from 'kysely';
import type { Sealed } from '@wardkeep/crypto';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditCore, AuditDetail, AuditOutcome, AuditedAction } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';
import type { AuditTables } from './audit-tables.ts';

/** An event as stored. Whoever holds the right scope opens the halves; a destroyed half is null. */
export interface StoredEvent {
  readonly eventId: string;
  readonly occurredAtMs: number;
  readonly action: AuditedAction;
  readonly outcome: AuditOutcome;
  /** Null for the moment until the sequencer has passed. */
  readonly leafIndex: number | null;
  /** The log that `leafIndex` counts in; without one, the year. */
  readonly log: string;
  readonly subjectIndex: Buffer | null;
  readonly detailOwner: string | null;
  /** How many equal refusals it stands for; 1 for everything else. */
  readonly repeated: number;
  readonly sealedCore: Sealed<AuditCore> | null;
  readonly sealedDetail: Sealed<AuditDetail> | null;
}

export interface EventPage {
  /** 1 to 200. */
  readonly limit: number;
  /** The last event of the page before this one. */
  readonly before?: Pick<StoredEvent, 'occurredAtMs' | 'eventId'>;
}

const longestPage = 200;

/** Who looked at this person's data and who tried to, newest first. Answers alike for nobody and for nothing. */
export async function eventsAbout(
  tx: Tx,
  keys: Pick<AuditKeys, 'subjectIndex'>,
  personId: string,
  page: EventPage,
): Promise<StoredEvent[]> {
  const { before } = page;
  const rows = await queries(tx)
    .selectFrom('audit_event')
    .leftJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
    .selectAll('audit_event')
    .select(['audit_leaf.log as leaf_log', 'leaf_index'])
    .where('subject_index', '=', keys.subjectIndex(personId))
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(occurred_ms, audit_event.event_id) < (${before?.occurredAtMs}::bigint, ${before?.eventId}::uuid)`,
      ),
    )
    .orderBy('occurred_ms', 'desc')
    .orderBy('audit_event.event_id', 'desc')
    .limit(Math.min(page.limit, longestPage))
    .execute();
  return rows.map(storedEvent);
}

export interface EventRow extends Selectable<AuditTables['audit_event']> {
  /** Null without a leaf. */
  readonly leaf_log: string | null;
  readonly leaf_index: number | null;
}

export function storedEvent(row: EventRow): StoredEvent {
  return {
    eventId: row.event_id,
    occurredAtMs: row.occurred_ms,
    action: row.event_type,
    outcome: row.outcome,
    leafIndex: row.leaf_index,
    log: row.leaf_log ?? row.log,
    subjectIndex: row.subject_index,
    detailOwner: row.detail_owner,
    repeated: row.repeated,
    sealedCore: row.core,
    sealedDetail: row.detail,
  };
}
