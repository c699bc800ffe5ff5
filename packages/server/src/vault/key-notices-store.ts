import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** PostgreSQL's channel for what key caches are to forget: a person's id, or `*`. */
export const KEY_CHANNEL = 'wardkeep_keys';

/** Reaches every process when the transaction commits, and none when it does not. */
export async function sendKeyNotice(tx: Tx, personId: string): Promise<void> {
  await sql`select pg_notify(${KEY_CHANNEL}, ${personId})`.execute(queries(tx));
}
