import { AuditError } from '../audit/index.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import { reportKey, verifyReport, type ReportKey, type VerifiedReport } from './key-report.ts';
import { readReportsOfKind, type StoredReport } from './key-report-store.ts';

/** The newest certificate of this person's erasure that this installation signed. */
export async function readOwnCertificate(
  gate: Gate,
  tx: Tx,
  personId: string,
): Promise<StoredReport | undefined> {
  const key = await reportKey(gate, tx);
  const stored = await readReportsOfKind(tx, 'erasure', { personId });
  return stored.find((each) => {
    const report = verified(gate, each, key);
    return report !== undefined && personOf(report) === personId;
  });
}

/**
 * Persons whose certificate says that they were erased since the newest rotation began, and before `before`: this
 * rotation makes them final. One that ended while a rotation ran belongs to the next.
 */
export async function readErasuresSinceRotation(
  gate: Gate,
  tx: Tx,
  before: Date,
): Promise<readonly string[]> {
  const key = await reportKey(gate, tx);
  const read = (each: StoredReport) => verified(gate, each, key) ?? [];
  const [newest] = (await readReportsOfKind(tx, 'rotation')).flatMap(read);
  const since = new Date(newest?.begunAt ?? 0);
  const certificates = (await readReportsOfKind(tx, 'erasure', { since })).flatMap(read);
  const erased = certificates
    .filter(({ endedAt }) => endedAt >= since.toISOString() && endedAt < before.toISOString())
    .toReversed()
    .flatMap((report) => personOf(report) ?? []);
  return [...new Set(erased)];
}

/** Undefined for what somebody else wrote into the table. */
function verified(
  gate: Gate,
  { reportId, kind, note }: StoredReport,
  key: ReportKey,
): VerifiedReport | undefined {
  try {
    const report = verifyReport(note, key.publicKey);
    const isThis =
      report.installationId === key.installationId &&
      report.reportId === reportId &&
      report.kind === kind;
    if (isThis) return report;
  } catch (error) {
    if (!(error instanceof AuditError || error instanceof TypeError)) throw error;
  }
  gate.log.error({ reportId }, 'a report in the database is not what this server signed');
  return undefined;
}

function personOf({ lines }: VerifiedReport): string | undefined {
  return lines.find(([name]) => name === 'person')?.[1];
}
