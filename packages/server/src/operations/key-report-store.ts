import { queries } from '../db/queries.ts';
import type { KeyReportKind } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';

export interface StoredReport {
  readonly reportId: string;
  readonly kind: KeyReportKind;
  /** Signed note: docs/formats/key-report.md. */
  readonly note: string;
  readonly createdAt: Date;
}

/** @param personId - Whose erasure a certificate is about. */
export async function insertReport(
  tx: Tx,
  report: StoredReport & { readonly personId: string | null },
): Promise<void> {
  const { reportId, kind, note, createdAt, personId } = report;
  await queries(tx)
    .insertInto('key_report')
    .values({ report_id: reportId, kind, person_id: personId, note, created_at: createdAt })
    .execute();
}

/** Newest first. @param limit - Of rows. */
export async function readReports(tx: Tx, limit: number): Promise<readonly StoredReport[]> {
  const rows = await queries(tx)
    .selectFrom('key_report')
    .select(['report_id', 'kind', 'note', 'created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('report_id')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

export async function readReport(tx: Tx, reportId: string): Promise<StoredReport | undefined> {
  const row = await queries(tx)
    .selectFrom('key_report')
    .select(['report_id', 'kind', 'note', 'created_at'])
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

export async function readInstallationId(tx: Tx): Promise<string> {
  const row = await queries(tx)
    .selectFrom('deployment')
    .select('installation_id')
    .executeTakeFirstOrThrow();
  return row.installation_id;
}

/** Newest first. @param of - `personId`: only certificates about this person. `since`: kept then or later. */
export async function readReportsOfKind(
  tx: Tx,
  kind: KeyReportKind,
  of: { readonly personId?: string; readonly since?: Date } = {},
): Promise<readonly StoredReport[]> {
  const { personId, since = new Date(0) } = of;
  const all = queries(tx)
    .selectFrom('key_report')
    .select(['report_id', 'kind', 'note', 'created_at'])
    .where('kind', '=', kind)
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc')
    .orderBy('report_id');
  const some = personId === undefined ? all : all.where('person_id', '=', personId);
  return (await some.execute()).map(fromRow);
}

function fromRow(row: {
  readonly report_id: string;
  readonly kind: KeyReportKind;
  readonly note: string;
  readonly created_at: Date;
}): StoredReport {
  return {
    reportId: row.report_id,
    kind: row.kind,
    note: row.note,
    createdAt: row.created_at,
  };
}
