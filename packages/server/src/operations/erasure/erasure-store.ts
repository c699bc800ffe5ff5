import { timingSafeEqual } from 'node:crypto';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { Role } from '@wardkeep/contract';
import { OWNED_ROWS, type OwnedRows } from '../../db/owned-rows.ts';
import { queries } from '../../db/queries.ts';
import type { Schema, SecondFactor } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { Gate } from '../../gate/index.ts';

export type ErasureRow = Selectable<Schema['erasure']>;

/** What tells our own rows from those that somebody wrote into the database. */
type RowGate = Pick<Gate, 'hashes' | 'log'>;

/** Counted or deleted rows, by table, in the order of deletion. */
export type RowCounts = ReadonlyMap<string, number>;

/** False when there is no such person. Whoever begins or forbids an erasure waits here for the other. */
export async function lockPerson(tx: Tx, personId: string): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The row as this installation wrote it; one that somebody else wrote or changed counts as none. */
export async function readErasure(
  gate: RowGate,
  tx: Tx,
  personId: string,
): Promise<ErasureRow | undefined> {
  const rows = await selectErasures(tx).where('person_id', '=', personId).forUpdate().execute();
  return genuine(gate, rows)[0];
}

/** Newest first. */
export async function readErasures(
  gate: RowGate,
  tx: Tx,
  limit: number,
): Promise<readonly ErasureRow[]> {
  const rows = await selectErasures(tx)
    .orderBy('requested_at', 'desc')
    .orderBy('person_id')
    .limit(limit)
    .execute();
  return genuine(gate, rows);
}

/** Confirmed and not finished: begun by a process that died, or not begun yet. */
export async function readUnfinishedErasures(gate: RowGate, tx: Tx): Promise<readonly string[]> {
  const rows = await selectErasures(tx)
    .where('confirmed_at', 'is not', null)
    .where('finished_at', 'is', null)
    .orderBy('confirmed_at')
    .execute();
  return genuine(gate, rows).map((row) => row.person_id);
}

/** Asks anew, whatever was there. */
export async function insertRequest(
  { hashes }: RowGate,
  tx: Tx,
  asked: Pick<ErasureRow, 'person_id' | 'requested_by' | 'requested_at' | 'not_before'>,
): Promise<ErasureRow> {
  return putErasure(hashes, tx, { ...asked, ...NOTHING_YET });
}

const NOTHING_YET = { confirmed_at: null, cancelled_at: null, begun_at: null, finished_at: null };

/** @param row - As it was read in this transaction. */
export async function markErasure(
  { hashes }: RowGate,
  tx: Tx,
  row: ErasureRow,
  set: Partial<Pick<ErasureRow, keyof typeof NOTHING_YET>>,
): Promise<void> {
  await putErasure(hashes, tx, { ...row, ...set });
}

/** For a replay: the person is erased again, whatever the row said. */
export async function putBegunErasure(
  gate: RowGate,
  tx: Tx,
  personId: string,
  { at, now }: { readonly at: Date; readonly now: Date },
): Promise<void> {
  const asked = { requested_by: 'operator', requested_at: at, not_before: at } as const;
  const row = (await readErasure(gate, tx, personId)) ?? { person_id: personId, ...asked };
  const begun = { confirmed_at: at, cancelled_at: null, begun_at: now, finished_at: null };
  await putErasure(gate.hashes, tx, { ...row, ...begun });
}

/** With times that this program can read; it writes no others. */
function selectErasures(tx: Tx) {
  return queries(tx)
    .selectFrom('erasure')
    .selectAll()
    .where(
      sql<boolean>`(
        select bool_and(at between '0001-01-01' and '9999-12-31')
        from unnest(array[requested_at, not_before, confirmed_at, cancelled_at, begun_at, finished_at]) as time(at)
      )`,
    );
}

function genuine({ hashes, log }: RowGate, rows: readonly ErasureRow[]): readonly ErasureRow[] {
  const own = rows.filter((row) => {
    const right = macOf(hashes, row);
    return right.length === row.mac.length && timingSafeEqual(right, row.mac);
  });
  const forged = rows.length - own.length;
  if (forged > 0)
    log.error({ forged }, 'the database has erasures that nobody asked this server for');
  return own;
}

async function putErasure(
  hashes: RowGate['hashes'],
  tx: Tx,
  row: Omit<ErasureRow, 'mac'>,
): Promise<ErasureRow> {
  const whole = { ...row, mac: macOf(hashes, row) };
  await queries(tx)
    .insertInto('erasure')
    .values(whole)
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(whole))
    .execute();
  return whole;
}

function macOf(hashes: RowGate['hashes'], row: Omit<ErasureRow, 'mac'>): Buffer {
  return hashes.erasureRow({
    personId: row.person_id,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    notBefore: row.not_before,
    confirmedAt: row.confirmed_at,
    cancelledAt: row.cancelled_at,
  });
}

/** The fast copy of what the restriction list says. */
export async function hasHoldRow(tx: Tx, personId: string): Promise<boolean> {
  const row = await queries(tx)
    .selectFrom('legal_hold')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertHold(tx: Tx, personId: string, now: Date): Promise<void> {
  await queries(tx)
    .insertInto('legal_hold')
    .values({ person_id: personId, placed_at: now })
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute();
}

/** False when there was none. */
export async function deleteHold(tx: Tx, personId: string): Promise<boolean> {
  const row = await queries(tx)
    .deleteFrom('legal_hold')
    .where('person_id', '=', personId)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface AccountState {
  readonly role: Role;
  readonly state: 'active' | 'suspended' | 'deactivated';
  readonly secondFactor: SecondFactor;
  readonly mac: Buffer;
}

export async function readAccountState(
  tx: Tx,
  personId: string,
): Promise<AccountState | undefined> {
  return queries(tx)
    .selectFrom('account')
    .select(['role', 'state', 'second_factor as secondFactor', 'mac'])
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst();
}

/** Of the accounts that should be in these states, those that are not. Who deactivated theirs is as shut out as can be. */
export async function readAccountsOutOf(
  tx: Tx,
  states: ReadonlyMap<string, AccountState['state']>,
): Promise<readonly string[]> {
  if (states.size === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select person_id as id from account
    join unnest(${[...states.keys()]}::uuid[], ${[...states.values()]}::text[]) as said (id, state)
      on said.id = person_id and said.state <> account.state
    where not (said.state = 'suspended' and account.state = 'deactivated')`.execute(queries(tx));
  return rows.map((row) => row.id);
}

/**
 * Every administrator whose row says that they may sign in; whoever changes one of them waits. In one order, so that
 * nobody waits in a circle.
 */
export async function lockAdministrators(
  tx: Tx,
): Promise<readonly (AccountState & { readonly personId: string })[]> {
  return queries(tx)
    .selectFrom('account')
    .select(['person_id as personId', 'role', 'state', 'second_factor as secondFactor', 'mac'])
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .orderBy('person_id')
    .forUpdate()
    .execute();
}

export async function readHolds(tx: Tx): Promise<readonly string[]> {
  const rows = await queries(tx).selectFrom('legal_hold').select('person_id').execute();
  return rows.map((row) => row.person_id);
}

export async function writeAccountState(
  tx: Tx,
  personId: string,
  account: Pick<AccountState, 'state' | 'mac'>,
): Promise<void> {
  const { state, mac } = account;
  await queries(tx)
    .updateTable('account')
    .set({ state, mac })
    .where('person_id', '=', personId)
    .execute();
}

export async function endSessionsOf(
  tx: Tx,
  personId: string,
  reason: 'suspended' | 'deactivated' | 'erased',
  now: Date,
): Promise<void> {
  await queries(tx)
    .updateTable('session')
    .set({ ended_at: now, end_reason: reason })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}

export async function revokeSharesOf(tx: Tx, personId: string, now: Date): Promise<void> {
  await queries(tx)
    .updateTable('share')
    .set({ revoked_at: now })
    .where('owner_id', '=', personId)
    .where('revoked_at', 'is', null)
    .execute();
}

export async function readBlobIds(tx: Tx, personId: string): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('document')
    .select('blob_id')
    .where('owner_id', '=', personId)
    .where('blob_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => (row.blob_id === null ? [] : [row.blob_id]));
}

export async function countOwnedRows(tx: Tx, personId: string): Promise<RowCounts> {
  const counts = new Map<string, number>();
  for (const owned of OWNED_ROWS) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(owned.table)} where ${isOwned(owned, personId)}`.execute(
      queries(tx),
    );
    counts.set(owned.table, (counts.get(owned.table) ?? 0) + (rows[0]?.count ?? 0));
  }
  return counts;
}

export async function deleteOwnedRows(tx: Tx, personId: string): Promise<RowCounts> {
  const counts = new Map<string, number>();
  for (const owned of OWNED_ROWS) {
    const result = await sql`
      delete from ${sql.table(owned.table)} where ${isOwned(owned, personId)}`.execute(queries(tx));
    const deleted = Number(result.numAffectedRows ?? 0n);
    counts.set(owned.table, (counts.get(owned.table) ?? 0) + deleted);
  }
  return counts;
}

/**
 * Of these persons, those of whom something is there: put back by hand, or with an older database. An erasure that is
 * under way is none: its keys are revoked, and it goes on by itself.
 */
export async function readStillThere(
  tx: Tx,
  personIds: readonly string[],
): Promise<readonly string[]> {
  if (personIds.length === 0) return [];
  // Every other owned row refers to one of these, or to what refers to them.
  const places = [
    sql`select person_id as id from person`,
    sql`select person_id from legal_hold`,
    sql`select detail_owner from audit_event where detail_owner is not null`,
  ].map(
    (select) => sql`select id from (${select}) as place(id) where id = any(${personIds}::uuid[])
    and not (
      exists (select from erasure where person_id = id and begun_at is not null and finished_at is null)
      and not exists (select from person_key where person_id = id and state <> 'revoked')
    )`,
  );
  const { rows } = await sql<{ id: string }>`${sql.join(places, sql` union `)}`.execute(
    queries(tx),
  );
  return rows.map((row) => row.id);
}

export async function readInstallation(tx: Tx): Promise<string> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select('installation_id')
    .executeTakeFirstOrThrow();
  return row.installation_id;
}

function isOwned({ owner }: OwnedRows, personId: string): RawBuilder<boolean> {
  if (typeof owner === 'string') return sql<boolean>`${sql.ref(owner)} = ${personId}`;
  return sql<boolean>`${sql.ref(owner.column)} in (
    select ${sql.ref(owner.column)} from ${sql.table(owner.of)} where ${sql.ref(owner.by)} = ${personId})`;
}
