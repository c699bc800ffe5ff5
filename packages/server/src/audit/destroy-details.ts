import { sql } from 'kysely';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import type { AuditKeys } from './audit-keys.ts';

/** Rows that one statement changes at most: it bounds how long the sequencer may have to wait for one of them. */
const BATCH = 1000;

/**
 * Turns the next details that this person's key sealed into their hashes: the tree verifies as before, and what was in
 * them is gone. @returns how many; 0 when none is left.
 */
export async function destroyDetails(tx: Tx, personId: string): Promise<number> {
  const { rows } = await sql`
    update audit_event set
      detail_hash = sha256(salt_detail || detail), salt_detail = null, detail = null
    where event_id in (
      select event_id from audit_event
      where detail_owner = ${personId} and detail is not null limit ${BATCH}
    )
    returning 1`.execute(queries(tx));
  return rows.length;
}

export interface ForgottenTokens {
  /** Events that were about the person. */
  readonly subject: number;
  /** Events of what the person did. */
  readonly actor: number;
}

/** Takes the person's id and keyed tokens off every event; what the cores seal stays for the log's retention. */
export async function forgetPerson(
  tx: Tx,
  keys: Pick<AuditKeys, 'actorIndex' | 'subjectIndex'>,
  personId: string,
): Promise<ForgottenTokens> {
  while ((await destroyDetails(tx, personId)) > 0);
  await queries(tx)
    .updateTable('audit_event')
    .set({ detail_owner: null })
    .where('detail_owner', '=', personId)
    .execute();
  const subject = await nullTokens(tx, 'subject_index', keys.subjectIndex(personId));
  const actor = await nullTokens(tx, 'actor_index', keys.actorIndex(personId));
  return { subject, actor };
}

/** What an erasure would change. Rows only; nothing is opened. */
export async function countEventsOf(
  tx: Tx,
  keys: Pick<AuditKeys, 'actorIndex' | 'subjectIndex'>,
  personId: string,
): Promise<ForgottenTokens & { readonly details: number }> {
  const { rows } = await sql<ForgottenTokens & { details: number }>`select
    (select count(*) from audit_event where subject_index = ${keys.subjectIndex(personId)}) as subject,
    (select count(*) from audit_event where actor_index = ${keys.actorIndex(personId)}) as actor,
    (select count(*) from audit_event where detail_owner = ${personId} and detail is not null) as details
  `.execute(queries(tx));
  const [row] = rows;
  if (row === undefined) throw new TypeError('a select without a table has one row');
  return row;
}

async function nullTokens(
  tx: Tx,
  column: 'subject_index' | 'actor_index',
  token: Buffer,
): Promise<number> {
  let total = 0;
  for (let changed = BATCH; changed === BATCH; total += changed) {
    const { rows } = await sql`
      update audit_event set ${sql.ref(column)} = null where event_id in (
        select event_id from audit_event where ${sql.ref(column)} = ${token} limit ${BATCH}
      )
      returning 1`.execute(queries(tx));
    changed = rows.length;
  }
  return total;
}

/** Tokens that may be missing from events, because their persons were erased: for a verification with the core key. */
export function erasedTokens(
  keys: Pick<AuditKeys, 'actorIndex' | 'subjectIndex'>,
  personIds: readonly string[],
): ReadonlySet<string> {
  return new Set(
    personIds.flatMap((id) => [
      keys.actorIndex(id).toString('base64url'),
      keys.subjectIndex(id).toString('base64url'),
    ]),
  );
}

export interface Retention {
  /** Whole years after an event's own, as it is set. */
  readonly keptYears: number;
  /** Whether the key of a year's cores is there: it goes once the year is retired, also by a setting that has changed since. */
  readonly hasKeyOf: (year: number) => boolean;
}

/**
 * For a verification: whether the retention of an event may be over. The shortest that there is keeps the year of an event
 * and the one after it.
 */
export function retirableAt(
  now: Date,
  { keptYears, hasKeyOf }: Retention,
): (eventId: string) => boolean {
  const thisYear = now.getUTCFullYear();
  return (eventId) => {
    const year = yearOf(eventId);
    return year + 1 < thisYear && (year + keptYears < thisYear || !hasKeyOf(year));
  };
}

/** An event's id is a UUIDv7 of its moment (RFC 9562 §5.7). */
function yearOf(eventId: string): number {
  return new Date(Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16)).getUTCFullYear();
}
