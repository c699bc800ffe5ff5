import type { KeyReportKind } from '@wardkeep/contract';
import { queries } from '../../db/queries.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredKeyReport {
  readonly reportId: string;
  readonly kind: KeyReportKind;
  readonly note: string;
  readonly createdAt: Date;
}

export async function readStoredReport(
  tx: Tx,
  reportId: string,
): Promise<StoredKeyReport | undefined> {
  const row = await queries(tx)
    .selectFrom('key_report')
    .select(['report_id', 'kind', 'note', 'created_at'])
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  return (
    row && { reportId: row.report_id, kind: row.kind, note: row.note, createdAt: row.created_at }
  );
}
