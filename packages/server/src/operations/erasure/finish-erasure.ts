import { forgetPerson, type ForgottenTokens } from '../../audit/index.ts';
import type { Tx } from '../../db/tx.ts';
import { recordOperationIn } from '../../gate/index.ts';
import { readEpochsOfPerson } from '../../vault/index.ts';
import { keepReport, type ReportLine } from '../key-report.ts';
import type { ErasedBlobs, ErasureResult } from './erase-person.ts';
import type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
import {
  deleteOwnedRows,
  lockPerson,
  markErasure,
  readErasure,
  type ErasureRow,
  type RowCounts,
} from './erasure-store.ts';

/** Every row, every token, and the certificate that says so, in one transaction: there is none without the other. */
export async function finishErasure(
  parts: ErasureParts,
  personId: string,
  options: ErasureOptions & { readonly blobs: ErasedBlobs },
): Promise<ErasureResult> {
  const { gate } = parts;
  const finish = async (tx: Tx): Promise<ErasureResult> => {
    await lockPerson(tx, personId);
    const row = await readErasure(gate, tx, personId);
    if (row?.begun_at == null) throw new Error('an erasure is finished that was not begun');
    const epochIds = await readEpochsOfPerson(tx, personId);
    const events = await forgetPerson(tx, gate.auditSealing, personId);
    const rows = await deleteOwnedRows(tx, personId);
    const endedAt = gate.now();
    await markErasure(gate, tx, row, { finished_at: endedAt });
    const { reportId, note } = await keepReport(gate, tx, {
      kind: 'erasure',
      personId,
      begunAt: row.begun_at,
      endedAt,
      lines: certificateLines(parts, {
        row,
        epochIds,
        events,
        rows,
        blobs: options.blobs,
        endedAt,
      }),
    });
    await recordEnd(parts, tx, reportId, options);
    return { reportId, note };
  };
  // The sequencer numbers the same events, in an order of its own.
  return gate.db.transaction(finish, { retry: true });
}

interface Erased {
  readonly row: ErasureRow;
  readonly epochIds: readonly string[];
  readonly events: ForgottenTokens;
  readonly rows: RowCounts;
  readonly blobs: ErasedBlobs;
  readonly endedAt: Date;
}

function certificateLines(parts: ErasureParts, erased: Erased): readonly ReportLine[] {
  const { row, epochIds, events, rows, blobs } = erased;
  const { finalForService, finalEverywhere } = finalTimes(parts, erased);
  return [
    ['person', row.person_id],
    ['requested', row.requested_by, row.requested_at.toISOString()],
    ...[...rows].map(([table, count]): ReportLine => ['deleted', table, count]),
    ['files', blobs.count, blobs.bytes],
    ['events-about', events.subject],
    ['events-by', events.actor],
    ...epochIds.map((epochId): ReportLine => ['epoch', epochId]),
    ['final-for-service', finalForService.toISOString()],
    ['final-everywhere', finalEverywhere.toISOString()],
  ];
}

/**
 * The service lets go of an epoch at the next rotation; whoever has a backup and the backup root does when its last
 * wraps are destroyed, once no retained backup dates from before that rotation. One that is held already, in a database
 * that was restored, has its time.
 */
function finalTimes(
  { gate, rotationHours, backupRetentionDays }: ErasureParts,
  { endedAt, epochIds }: Erased,
): { readonly finalForService: Date; readonly finalEverywhere: Date } {
  const wrapping = gate.vault.epochs().filter(({ epochId }) => epochIds.includes(epochId));
  const times = wrapping.map(({ createdAt, heldUntil }) => {
    if (heldUntil !== null)
      return { service: endedAt.getTime(), everywhere: Date.parse(heldUntil) };
    const dueMs = Date.parse(createdAt) + rotationHours * HOUR_MS;
    const rotatedMs = Math.max(dueMs, endedAt.getTime());
    return { service: rotatedMs, everywhere: rotatedMs + backupRetentionDays * 24 * HOUR_MS };
  });
  const latest = (each: readonly number[]) => new Date(Math.max(endedAt.getTime(), ...each));
  return {
    finalForService: latest(times.map(({ service }) => service)),
    finalEverywhere: latest(times.map(({ everywhere }) => everywhere)),
  };
}

const HOUR_MS = 3600_000;

/** About nobody: there is nobody any more. It names the certificate. */
async function recordEnd(
  { gate }: ErasureParts,
  tx: Tx,
  reportId: string,
  { by = 'operator' }: ErasureOptions,
): Promise<void> {
  const touched = {
    resources: [{ type: 'ErasureCertificate', id: reportId }],
    ciphertextHashes: [],
  };
  const ended = { action: 'person.erase', outcome: 'success', reason: 'ended' } as const;
  await recordOperationIn(gate, tx, { ...ended, by, touched });
}
