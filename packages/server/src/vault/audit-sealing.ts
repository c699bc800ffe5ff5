import { sign } from 'node:crypto';
import {
  blindIndex,
  deriveKey,
  openValue,
  sealValue,
  type Sealed,
  type SecretKey,
} from '@wardkeep/crypto';
import type { KeyPair, ServiceKeys } from './service-keys.ts';

/** What the audit log needs of the service's keys. Detail about a person is sealed by that person's own vault. */
export interface AuditSealing {
  sealCore<T>(eventId: string, value: T): Sealed<T>;
  openCore<T>(eventId: string, sealed: Sealed<T>): T;
  /** Detail of events about nobody, or about somebody who is not a person here. */
  sealUnowned<T>(eventId: string, value: T): Sealed<T>;
  openUnowned<T>(eventId: string, sealed: Sealed<T>): T;
  actorIndex(personId: string): Buffer;
  subjectIndex(personId: string): Buffer;
  signCheckpoint(text: Uint8Array): Uint8Array;
  readonly checkpointPublicKey: Uint8Array;
}

export function auditSealing(service: ServiceKeys): AuditSealing {
  const daily = new DailyKeys(service);
  const signer = (): KeyPair => service.pair('audit-checkpoint');
  return {
    sealCore: (eventId, value) =>
      sealValue(daily.core(eventId), place('audit-core', eventId), value),
    openCore: (eventId, sealed) =>
      openValue(daily.core(eventId), place('audit-core', eventId), sealed),
    sealUnowned: (eventId, value) =>
      sealValue(daily.unowned(eventId), place('audit-unowned', eventId), value),
    openUnowned: (eventId, sealed) =>
      openValue(daily.unowned(eventId), place('audit-unowned', eventId), sealed),
    actorIndex: (personId) => index(service.symmetric('index-actor'), 'audit.actor', personId),
    subjectIndex: (personId) =>
      index(service.symmetric('index-subject'), 'audit.subject', personId),
    signCheckpoint: (text) => sign(null, text, signer().privateKey),
    // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key itself (RFC 8410 §4).
    checkpointPublicKey: signer().publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
  };
}

function index(key: SecretKey, field: string, personId: string): Buffer {
  return blindIndex(key, { field, normaliser: 'exact-v1' }, personId);
}

function place(purpose: string, eventId: string): { purpose: string; owner: string; name: string } {
  return { purpose, owner: 'deployment', name: eventId };
}

/**
 * Keys that every writer shares seal under a subkey of the day, so that random nonces never near 2^32 for one key.
 * The day is the event id's own (UUIDv7), so whoever has the event has the day.
 */
class DailyKeys {
  readonly #service: ServiceKeys;
  // By parent: once the service has let a key go, what was derived from it is not found, and goes too.
  readonly #derived = new WeakMap<SecretKey, Map<string, SecretKey>>();

  constructor(service: ServiceKeys) {
    this.#service = service;
  }

  core(eventId: string): SecretKey {
    const day = dayOf(eventId);
    return this.#derive(
      `core/${day}`,
      this.#service.symmetric(`audit-core-${Number(day.slice(0, 4))}`),
    );
  }

  unowned(eventId: string): SecretKey {
    return this.#derive(`unowned/${dayOf(eventId)}`, this.#service.symmetric('deployment'));
  }

  #derive(label: string, parent: SecretKey): SecretKey {
    const derived = this.#derived.get(parent) ?? new Map<string, SecretKey>();
    this.#derived.set(parent, derived);
    const found = derived.get(label);
    if (found !== undefined) return found;
    if (derived.size > 64) derived.clear();
    const key = deriveKey(parent, `wardkeep/audit/${label}`);
    derived.set(label, key);
    return key;
  }
}

/** `2026-11-22`, from the 48-bit Unix milliseconds of a UUIDv7 (RFC 9562 §5.7). */
function dayOf(eventId: string): string {
  const milliseconds = Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
  return new Date(milliseconds).toISOString().slice(0, 10);
}
