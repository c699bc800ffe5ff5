import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { OperatorError } from '../operator-error.ts';
import {
  deleteYearHold,
  insertYearHold,
  readHolds,
  readRetired,
  type HoldRow,
} from './retention-store.ts';

export interface AuditHolds {
  readonly holds: readonly {
    readonly year: number;
    readonly placedAt: string;
    readonly reason: string;
  }[];
  /** Years whose events are gone. */
  readonly retired: readonly {
    readonly year: number;
    readonly retiredAt: string;
    readonly events: number;
  }[];
}

/**
 * Keeps a year's events beyond their retention, until it is released. What is retiring at this moment stops.
 * @returns false, and keeps the reason that is there, when the year is held already.
 * @throws OperatorError `not_found` when its events are gone.
 */
export async function placeAuditHold(gate: Gate, year: number, reason: string): Promise<boolean> {
  return gate.db.transaction(async (tx) => {
    const placedAt = gate.now();
    const sealed = gate.sealing.seal(placeOf(year, placedAt), { reason });
    const isNew = await insertYearHold(tx, { year, placed_at: placedAt, sealed });
    // After the insert, which waits for a retirement that is about to commit.
    if ((await readRetired(tx)).some((row) => row.year === year))
      throw new OperatorError('not_found', `The events of ${year} are gone: it comes too late.`);
    if (isNew) await record(gate, tx, 'audit.hold', year);
    return isNew;
  });
}

/** @returns false when the year was not held. */
export async function releaseAuditHold(gate: Gate, year: number): Promise<boolean> {
  return gate.db.transaction(async (tx) => {
    const wasHeld = await deleteYearHold(tx, year);
    if (wasHeld) await record(gate, tx, 'audit.release', year);
    return wasHeld;
  });
}

export async function listAuditHolds(gate: Gate): Promise<AuditHolds> {
  return gate.db.transaction(async (tx) => ({
    holds: (await readHolds(tx)).map((row) => ({
      year: row.year,
      placedAt: row.placed_at.toISOString(),
      reason: reasonOf(gate, row),
    })),
    retired: (await readRetired(tx)).map((row) => ({
      year: row.year,
      retiredAt: row.retired_at.toISOString(),
      events: row.events,
    })),
  }));
}

function reasonOf(gate: Gate, { year, placed_at, sealed }: HoldRow): string {
  return gate.sealing.open(placeOf(year, placed_at), sealed).reason;
}

function placeOf(year: number, placedAt: Date): { readonly name: string; readonly day: Date } {
  return { name: `audit-hold/${year}`, day: placedAt };
}

function record(
  gate: Gate,
  tx: Parameters<typeof recordOperationIn>[1],
  action: 'audit.hold' | 'audit.release',
  year: number,
): Promise<void> {
  return recordOperationIn(gate, tx, {
    action,
    outcome: 'success',
    reason: String(year),
    touched: { resources: [{ type: 'AuditYear', id: String(year) }], ciphertextHashes: [] },
  });
}
