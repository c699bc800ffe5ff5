import type { AlertRule } from '@wardkeep/contract';
import type { Sealed } from '@wardkeep/crypto';
import { sql, type Selectable } from 'kysely';
import { queries } from '../../db/queries.ts';
import type { AlertDetail, Schema } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface AlertRow {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly about: Buffer | null;
  /** Picks the key of the day that `sealed` is under. */
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly sealed: Sealed<AlertDetail>;
}

/** Locked; undefined when no such alert is open. */
export async function lockOpenAlert(
  tx: Tx,
  { rule, about }: Pick<AlertRow, 'rule' | 'about'>,
): Promise<AlertRow | undefined> {
  const row = await queries(tx)
    .selectFrom('alert')
    .selectAll()
    .where('rule', '=', rule)
    .where('about', 'is not distinct from', about)
    .where('acknowledged_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : alertOf(row);
}

/** @returns false when another server has just opened the same. */
export async function insertAlert(tx: Tx, alert: AlertRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await queries(tx)
    .insertInto('alert')
    .values({
      alert_id: alert.alertId,
      rule: alert.rule,
      about: alert.about,
      first_at: alert.firstAt,
      last_at: alert.lastAt,
      count: alert.count,
      acknowledged_at: null,
      acknowledged_by: null,
      sealed: alert.sealed,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows > 0n;
}

export async function growAlert(
  tx: Tx,
  alert: Pick<AlertRow, 'alertId' | 'lastAt' | 'count' | 'sealed'>,
): Promise<void> {
  await queries(tx)
    .updateTable('alert')
    .set({ last_at: alert.lastAt, count: alert.count, sealed: alert.sealed })
    .where('alert_id', '=', alert.alertId)
    .execute();
}

/** Locked, open or not. */
export async function lockAlert(tx: Tx, alertId: string): Promise<AlertRow | undefined> {
  const row = await queries(tx)
    .selectFrom('alert')
    .selectAll()
    .where('alert_id', '=', alertId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : alertOf(row);
}

export async function closeAlert(
  tx: Tx,
  alert: { readonly alertId: string; readonly at: Date; readonly by: string } & Pick<
    AlertRow,
    'sealed'
  >,
): Promise<void> {
  await queries(tx)
    .updateTable('alert')
    .set({ acknowledged_at: alert.at, acknowledged_by: alert.by, sealed: alert.sealed })
    .where('alert_id', '=', alert.alertId)
    .execute();
}

/** Open ones first, then the newest. */
export async function readAlerts(tx: Tx, most: number): Promise<readonly AlertRow[]> {
  const rows = await queries(tx)
    .selectFrom('alert')
    .selectAll()
    .orderBy(sql`acknowledged_at is not null`)
    .orderBy('last_at', 'desc')
    .orderBy('alert_id')
    .limit(most)
    .execute();
  return rows.map(alertOf);
}

export async function countOpenAlerts(tx: Tx): Promise<number> {
  const row = await queries(tx)
    .selectFrom('alert')
    .select((select) => select.fn.countAll<number>().as('open'))
    .where('acknowledged_at', 'is', null)
    .executeTakeFirstOrThrow();
  return row.open;
}

function alertOf(row: Selectable<Schema['alert']>): AlertRow {
  return {
    alertId: row.alert_id,
    rule: row.rule,
    about: row.about,
    firstAt: row.first_at,
    lastAt: row.last_at,
    count: row.count,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    sealed: row.sealed,
  };
}
