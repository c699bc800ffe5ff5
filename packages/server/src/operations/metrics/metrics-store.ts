import type { EscrowSink, Role } from '@wardkeep/contract';
import { sql } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

/** How many there are of each thing; which ones, nobody is told here. */
export interface StoredFigures {
  readonly auditSize: number;
  readonly auditPending: number;
  /** Leaves that alerts have not read. */
  readonly auditUnread: number;
  readonly openAlerts: number;
  readonly mailWaiting: number;
  readonly webhooksWaiting: number;
}

export async function readStoredFigures(tx: Tx): Promise<StoredFigures> {
  const { rows } = await sql<StoredFigures>`
    select
      (select coalesce(sum(size), 0)::bigint from audit_head) as "auditSize",
      (select count(*) from audit_pending) as "auditPending",
      (select coalesce(sum(head.size - coalesce(read.next_leaf, 0)), 0)::bigint
        from audit_head as head left join alert_cursor as read using (log)) as "auditUnread",
      (select count(*) from alert where acknowledged_at is null) as "openAlerts",
      (select count(*) from outbox) as "mailWaiting",
      (select count(*) from webhook_outbox) as "webhooksWaiting"`.execute(queries(tx));
  const [figures] = rows;
  if (figures === undefined) throw new Error('a select without from has one row');
  return figures;
}

/** Sessions that have neither ended nor expired. */
export async function countSessions(
  tx: Tx,
  now: Date,
): Promise<readonly { readonly role: Role; readonly sessions: number }[]> {
  return queries(tx)
    .selectFrom('session')
    .innerJoin('account', 'account.person_id', 'session.person_id')
    .select((eb) => ['account.role', eb.fn.countAll<number>().as('sessions')])
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', now)
    .groupBy('account.role')
    .execute();
}

export async function readDeliveries(
  tx: Tx,
): Promise<readonly { readonly sink: EscrowSink; readonly kind: string; readonly at: Date }[]> {
  const rows = await queries(tx)
    .selectFrom('escrow')
    .select(['sink', 'kind', 'delivered_at'])
    .where('delivered_at', 'is not', null)
    .execute();
  return rows.flatMap(({ sink, kind, delivered_at: at }) =>
    at === null ? [] : [{ sink, kind, at }],
  );
}
