import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

export interface AuditHealth {
  /** Age of the event that has waited longest for its leaf; 0 if none waits. Across all servers. */
  readonly lagMs: number;
  /** By log, how many events it has sequenced. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** For readyz and metrics: two short reads. */
export async function auditHealth(tx: Tx, nowMs: number): Promise<AuditHealth> {
  const [oldest, heads] = await Promise.all([
    queries(tx)
      .selectFrom('audit_pending')
      .innerJoin('audit_event', 'audit_event.event_id', 'audit_pending.event_id')
      .select('audit_event.occurred_ms')
      .orderBy('audit_pending.id')
      .limit(1)
      .executeTakeFirst(),
    queries(tx).selectFrom('audit_head').select(['log', 'size']).orderBy('log').execute(),
  ]);
  return {
    lagMs: oldest === undefined ? 0 : Math.max(0, nowMs - oldest.occurred_ms),
    sizes: new Map(heads.map(({ log, size }) => [log, size])),
  };
}
