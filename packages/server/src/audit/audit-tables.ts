import type { Sealed } from '@wardkeep/crypto';
import type { Generated } from 'kysely';
import type { AuditCore, AuditDetail, AuditOutcome } from './audit-event.ts';

/** The tables of `migrations/0002-audit.sql`, which says what each column is for. Only this folder writes them. */
export interface AuditTables {
  audit_event: AuditEventTable;
  /** Which event is which leaf; an event without a row waits. */
  audit_leaf: { log: string; leaf_index: number; event_id: string };
  audit_pending: { id: Generated<number>; event_id: string };
  audit_head: {
    log: string;
    size: number;
    /** Ids of the waits that the next pass takes, in this order. */
    next_batch: Generated<readonly number[] | null>;
  };
  audit_tile: { log: string; level: number; number: number; width: number; hashes: Buffer };
  audit_checkpoint: { log: string; size: number; note: string; created_at: Date };
  audit_log: {
    log: string;
    year: number;
    epoch: number;
    opened_at: Date;
    /** Leaf 0 of a log that is not the first: a signed note. */
    begins_with: string | null;
  };
  audit_check: {
    log: string;
    next_leaf: number;
    finished_at: Date | null;
    fault: string | null;
    fault_at: number | null;
  };
  audit_hold: { year: number; placed_at: Date; sealed: Sealed<HoldDetail> };
  audit_retired: { year: number; retired_at: Date; events: number };
}

export type HoldDetail = { readonly reason: string };

interface AuditEventTable {
  event_id: string;
  /** The year: of `2026-2` too. */
  log: string;
  commitment: Buffer;
  event_type: string;
  outcome: AuditOutcome;
  occurred_ms: number;
  actor_index: Buffer | null;
  subject_index: Buffer | null;
  address_index: Buffer | null;
  /** How many equal refusals this one event stands for. */
  repeated: Generated<number>;
  detail_owner: string | null;
  salt_core: Buffer | null;
  core: Sealed<AuditCore> | null;
  core_hash: Buffer | null;
  salt_detail: Buffer | null;
  detail: Sealed<AuditDetail> | null;
  detail_hash: Buffer | null;
}
