import { hash } from 'node:crypto';
import type { AuditOutcome } from './audit-event.ts';
import { AuditError } from './audit-error.ts';

/** What stands in the open in the log, byte for byte: docs/formats/audit-log.md, "Leaf". Names no person and no resource. */
export interface Leaf {
  readonly eventId: string;
  readonly occurredAtMs: number;
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly commitment: Uint8Array;
}

/** One of the two sealed halves: its salt and ciphertext, or the hash that stays when they are destroyed. */
export type Half =
  { readonly salt: Uint8Array; readonly sealed: Uint8Array } | { readonly hash: Uint8Array };

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const actionWord = /^[a-z][a-z0-9.-]{0,63}$/;
const outcomes: readonly string[] = ['success', 'refused', 'failed'] satisfies AuditOutcome[];

/**
 * @throws {@link AuditError} `bad_event` unless the parts have exactly one spelling: a lower-case UUIDv7, a whole number
 * of milliseconds, a one-word action, a known outcome, a commitment of 32 bytes.
 */
export function leafBytes(leaf: Leaf): Buffer {
  requirePart(uuidV7.test(leaf.eventId), 'event id');
  requirePart(Number.isSafeInteger(leaf.occurredAtMs) && leaf.occurredAtMs >= 0, 'time');
  requirePart(actionWord.test(leaf.action), 'action');
  requirePart(outcomes.includes(leaf.outcome), 'outcome');
  requirePart(leaf.commitment.length === 32, 'commitment');
  const commitment = Buffer.from(leaf.commitment).toString('base64');
  return Buffer.from(
    `wardkeep-audit/1\n${leaf.eventId}\n${leaf.occurredAtMs}\n${leaf.action} ${leaf.outcome}\n${commitment}\n`,
  );
}

/** 32 bytes that bind both halves. Either can be destroyed and the other still be proved. */
export function commitmentOf(core: Half, detail: Half): Buffer {
  return sha256(COMMITMENT, halfHash(core), halfHash(detail));
}

/**
 * The log that an event belongs to: the UTC year, four digits, of its UUIDv7 (RFC 9562 §5.7). The core is sealed under the
 * key of the same year, so that a log and its key reach the end of retention together.
 */
export function logOf(eventId: string): string {
  const milliseconds = Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
  const year = new Date(milliseconds).getUTCFullYear();
  requirePart(year >= 1970 && year <= 9999, 'event id');
  return String(year);
}

function halfHash(half: Half): Uint8Array {
  if ('hash' in half) return half.hash;
  return sha256(half.salt, half.sealed);
}

const COMMITMENT = Buffer.from('wardkeep-audit/commitment/1\0');

/** In one call: each step of a hash object costs as much as hashing what is this short. */
function sha256(...parts: readonly Uint8Array[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

function requirePart(holds: boolean, part: string): void {
  if (!holds) throw new AuditError('bad_event', `an audit event's ${part} is not well formed`);
}
