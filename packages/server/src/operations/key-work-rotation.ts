import type { Tx } from '../db/tx.ts';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import type { RotationResult } from '../vault/index.ts';
import { enforceRestrictions } from './erasure/index.ts';
import { keepReport, type ReportLine } from './key-report.ts';
import type { JobContext } from './jobs-run.ts';
import { recorded } from './key-work-record.ts';
import { readErasuresSinceRotation } from './own-certificate.ts';

/** Of work from the queue, whose rows anybody who writes the database can write: who asked is in the audit log, not here. */
export type RotationReason = 'scheduled' | 'requested';

/** A new epoch, everything rewrapped under it, what is over destroyed, and a signed report of it. */
export async function rotate(
  gate: Gate,
  reason: RotationReason,
  { signal, onProgress }: Pick<JobContext, 'signal' | 'onProgress'>,
): Promise<Readonly<Record<string, unknown>>> {
  const begunAt = gate.now();
  return recorded(
    gate,
    { action: 'keys.rotate', by: 'service' },
    async () => {
      // Of an erased person whom somebody put back, nothing gets a wrap by the new epoch.
      await enforceRestrictions(gate);
      return gate.vault.rotate({ signal, onProgress });
    },
    async (tx, result) => {
      const erased = await readErasuresSinceRotation(gate, tx, begunAt);
      const lines = [['reason', reason] as const, ...rotationLines(result), ...erasedLines(erased)];
      const report = await keepReport(gate, tx, {
        kind: 'rotation',
        begunAt,
        endedAt: gate.now(),
        lines,
      });
      await recordDestroyed(gate, tx, result.destroyed);
      const done = { reportId: report.reportId, ...result, reason, erasuresFinal: erased.length };
      // Without ids of persons: the log goes where the report need not.
      gate.log.info(done, 'the keys were rotated');
      return done;
    },
  );
}

/** Shared with a revocation, which rotates first. */
export function rotationLines(result: RotationResult): readonly ReportLine[] {
  const { held, destroyed, finishedAt } = result;
  return [
    ...held.map(({ epochId }): ReportLine => ['from', epochId]),
    ['to', result.to],
    ['rewrapped', 'person_key', result.personKeys],
    ['rewrapped', 'service_key', result.serviceKeys],
    ['left', result.remaining],
    ...held.map(({ epochId, heldUntil }): ReportLine => ['held', epochId, heldUntil]),
    ...destroyed.map((epochId): ReportLine => ['destroyed', epochId, finishedAt]),
  ];
}

export async function recordDestroyed(
  gate: Gate,
  tx: Tx,
  epochIds: readonly string[],
): Promise<void> {
  if (epochIds.length === 0) return;
  const resources = epochIds.map((id) => ({ type: 'Epoch', id }));
  await recordOperationIn(gate, tx, {
    action: 'keys.destroy',
    outcome: 'success',
    by: 'service',
    touched: { resources, ciphertextHashes: [] },
  });
}

function erasedLines(personIds: readonly string[]): readonly ReportLine[] {
  return personIds.map((id): ReportLine => ['erased', id]);
}
