import type { Database } from '../../packages/server/src/db/database.ts';
import { run, withDatabase } from '../../packages/server/src/testing/embedded.ts';
import type { ClusterAccess } from './cluster-access.ts';
import type { Visitor } from './visitor.ts';

/** What can be said in one snapshot while everything goes on: the numbers of the leaves have no gap, and fit what was signed. */
export function checkNumbers({ settings }: ClusterAccess): Promise<string[]> {
  return withDatabase(settings, async (db) => {
    const rows = await run(
      db,
      `select h.log, h.size,
        (select coalesce(max(c.size), 0) from audit_checkpoint c where c.log = h.log) as signed,
        (select count(*) from audit_log l where l.log = h.log and l.begins_with is not null) as begins,
        (select count(*) from audit_leaf l join audit_event e using (event_id) where l.log = h.log) as leaves,
        (select coalesce(max(l.leaf_index) + 1, 0) from audit_leaf l where l.log = h.log) as "end",
        (select count(*) - count(distinct p.event_id) from audit_pending p) as twice
        from audit_head h`,
    );
    return rows.flatMap((row) => {
      const { size, signed, begins, leaves, end, twice } = row;
      const numbers = [signed, Number(leaves) + Number(begins), end].map(Number);
      const isWhole = Number(twice) === 0 && numbers.every((number) => number === Number(size));
      return isWhole ? [] : [`log ${String(row['log'])}: ${JSON.stringify(row)}`];
    });
  });
}

export interface TallyCheck {
  readonly unaudited: string[];
  /** Events that stand for more than one refusal. */
  readonly merged: number;
}

/** As many as were answered, and no more than that and those of which nobody knows. `repeated` counts. */
export async function checkTallies(
  db: Database,
  visitors: readonly Visitor[],
): Promise<TallyCheck> {
  const unaudited: string[] = [];
  let merged = 0;
  for (const { name, tally } of visitors) {
    const { action, outcome, personId, acknowledged, unknown } = tally;
    const [row = {}] = await run(
      db,
      `select coalesce(sum(repeated), 0) as n, count(*) filter (where repeated > 1) as merged
        from audit_event where detail_owner = '${personId}' and event_type = '${action}' and outcome = '${outcome}'`,
    );
    const n = Number(row['n']);
    merged += Number(row['merged']);
    if (n < acknowledged || n > acknowledged + unknown)
      unaudited.push(
        `${name}: ${n} events for ${acknowledged} answers to ${action}, and ${unknown} of which nobody knows`,
      );
  }
  return { unaudited, merged };
}
