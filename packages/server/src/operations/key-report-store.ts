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

/** Persons whose erasure ended after the newest rotation report and before `before`: that rotation makes them final. */
export async function readErasuresSinceRotation(tx: Tx, before: Date): Promise<readonly string[]> {
  const rows = await queries(tx)
    .selectFrom('erasure')
    .select('person_id')
    .where('finished_at', '<', before)
    .where((where) =>
      where(
        'finished_at',
        '>=',
        where.fn.coalesce(
          where
            .selectFrom('key_report')
            .select((select) => select.fn.max('created_at').as('newest'))
            .where('kind', '=', 'rotation'),
          where.val(new Date(0)),
        ),
      ),
    )
    .orderBy('finished_at')
    .execute();
  return rows.map((row) => row.person_id);
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
