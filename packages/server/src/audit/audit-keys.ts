import type { Sealed } from '@wardkeep/crypto';
import type { AuditCore, AuditDetail } from './audit-event.ts';

/** The audit log's view of the vault: it seals, indexes and signs here, and can open nothing. */
export interface AuditKeys {
  /** Under the audit-core key of the year. The event id is part of the place: a core moved to another event does not open. */
  sealCore(eventId: string, core: AuditCore): Sealed<AuditCore>;
  /** Under the owner's audit-detail key; null: the deployment's. */
  sealDetail(eventId: string, owner: string | null, detail: AuditDetail): Sealed<AuditDetail>;
  /** 16-byte keyed token of an actor. Differs from the same person's subject token. */
  actorIndex(actorId: string): Buffer;
  /** 16-byte keyed token of a person whom events are about. */
  subjectIndex(personId: string): Buffer;
  /** 16-byte keyed token of a client's address. */
  addressIndex(address: string): Buffer;
  /** Ed25519 (RFC 8032) over a checkpoint's text, 64 bytes. */
  signCheckpoint(text: Uint8Array): Uint8Array;
  readonly checkpointKey: CheckpointKey;
}

export interface CheckpointKey {
  /**
   * The deployment's name for its audit logs, a URL without scheme such as `clinic.example/audit`; no space, no `+`.
   * Each log's origin and key name is this, a slash and the log (`clinic.example/audit/2026`).
   */
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}
