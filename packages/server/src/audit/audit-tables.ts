import type { Sealed } from '@wardkeep/crypto';
import type { Generated } from 'kysely';
import type { AuditCore, AuditDetail, AuditOutcome } from './audit-event.ts';

/** The tables of `migrations/0002-audit.sql`, which says what each column is for. Only this folder writes them. */
export interface AuditTables {
  audit_event: AuditEventTable;
  audit_pending: { id: Generated<number>; event_id: string };
  audit_head: { log: string; size: number };
  audit_tile: { log: string; level: number; number: number; width: number; hashes: Buffer };
  audit_checkpoint: { log: string; size: number; note: string; created_at: Date };
}

interface AuditEventTable {
  event_id: string;
  log: string;
  leaf_index: number | null;
  commitment: Buffer;
  event_type: string;
  outcome: AuditOutcome;
  occurred_ms: number;
  actor_index: Buffer | null;
  subject_index: Buffer | null;
  detail_owner: string | null;
  salt_core: Buffer | null;
  core: Sealed<AuditCore> | null;
  core_hash: Buffer | null;
  salt_detail: Buffer | null;
  detail: Sealed<AuditDetail> | null;
  detail_hash: Buffer | null;
}
