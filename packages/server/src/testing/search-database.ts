import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';

/** Every column of every table, of every schema that is ours, that holds one of these anywhere: as text, as bytes, in hex. */
export async function searchDatabase(
  db: Database,
  needles: readonly (string | Buffer)[],
): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    const { rows: columns } = await sql<{
      schema: string;
      table: string;
      column: string;
      type: string;
    }>`
      select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema in ('public', 'pgboss') and t.table_type = 'BASE TABLE'`.execute(
      queries(tx),
    );
    const hexes = needles.map((needle) =>
      typeof needle === 'string' ? Buffer.from(needle).toString('hex') : needle.toString('hex'),
    );
    const found: string[] = [];
    for (const { schema, table, column, type } of columns) {
      const bytes =
        type === 'bytea' ? sql.ref(column) : sql`convert_to(${sql.ref(column)}::text, 'UTF8')`;
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.id(schema, table)} where exists (
          select from unnest(${hexes}::text[]) needle where position(decode(needle, 'hex') in ${bytes}) > 0
        )`.execute(queries(tx));
      if ((rows[0]?.count ?? 0) > 0) found.push(`${table}.${column}`);
    }
    return found.toSorted();
  });
}
