import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';

/** Parents first: what a backup of the audit's tables holds. */
const TABLES = [
  'audit_log',
  'audit_event',
  'audit_leaf',
  'audit_pending',
  'audit_head',
  'audit_tile',
  'audit_checkpoint',
] as const;

/** For tests: keeps the audit's tables as they are now. @returns what puts them back, as often as it is called. */
export async function copyOfAudit(db: Database): Promise<() => Promise<void>> {
  const copies = await db.transaction(async (tx) => {
    const rows = [];
    for (const table of TABLES) {
      const { rows: found } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(table)} t`.execute(queries(tx));
      rows.push({ table, rows: found.map(({ row }) => row) });
    }
    return rows;
  });
  return () =>
    db.transaction(async (tx) => {
      for (const { table, rows } of copies) {
        await sql`delete from ${sql.table(table)}`.execute(queries(tx));
        await sql`insert into ${sql.table(table)} overriding system value
          select (each::${sql.table(table)}).* from unnest(${rows}::text[]) each`.execute(
          queries(tx),
        );
      }
    });
}
