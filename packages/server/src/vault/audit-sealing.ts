import { sign } from 'node:crypto';
import { blindIndex, openValue, sealValue, type Sealed, type SecretKey } from '@wardkeep/crypto';
import { DailyKeys, dayOfUuidV7 } from './daily-keys.ts';
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
  addressIndex(address: string): Buffer;
  signCheckpoint(text: Uint8Array): Uint8Array;
  readonly checkpointPublicKey: Uint8Array;
}

export function auditSealing(service: ServiceKeys): AuditSealing {
  const daily = new DailyKeys(service, 'wardkeep/audit');
  // The day is the event id's own, so whoever has the event has the day.
  const core = (eventId: string): SecretKey => {
    const day = dayOfUuidV7(eventId);
    return daily.key(`audit-core-${Number(day.slice(0, 4))}`, 'core', day);
  };
  const unowned = (eventId: string): SecretKey =>
    daily.key('deployment', 'unowned', dayOfUuidV7(eventId));
  const index = rememberedIndexes();
  const signer = (): KeyPair => service.pair('audit-checkpoint');
  return {
    sealCore: (eventId, value) => sealValue(core(eventId), place('audit-core', eventId), value),
    openCore: (eventId, sealed) => openValue(core(eventId), place('audit-core', eventId), sealed),
    sealUnowned: (eventId, value) =>
      sealValue(unowned(eventId), place('audit-unowned', eventId), value),
    openUnowned: (eventId, sealed) =>
      openValue(unowned(eventId), place('audit-unowned', eventId), sealed),
    actorIndex: (personId) => index(service.symmetric('index-actor'), 'audit.actor', personId),
    subjectIndex: (personId) =>
      index(service.symmetric('index-subject'), 'audit.subject', personId),
    // The field keeps it apart from the actors of the same key.
    addressIndex: (address) => index(service.symmetric('index-actor'), 'audit.address', address),
    signCheckpoint: (text) => sign(null, text, signer().privateKey),
    // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key itself (RFC 8410 §4).
    checkpointPublicKey: signer().publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
  };
}

const REMEMBERED_MOST = 20_000;

/**
 * Every event names its actor, its subject and an address, mostly the same again. By key: once the service has let one go,
 * what was made with it goes too.
 */
function rememberedIndexes(): (key: SecretKey, field: string, value: string) => Buffer {
  const byKey = new WeakMap<SecretKey, Map<string, Buffer>>();
  return (key, field, value) => {
    const known = byKey.get(key) ?? new Map<string, Buffer>();
    byKey.set(key, known);
    const place = `${field} ${value}`;
    const found = known.get(place);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED_MOST) known.clear();
    const made = blindIndex(key, { field, normaliser: 'exact-v1' }, value);
    known.set(place, made);
    return made;
  };
}

function place(purpose: string, eventId: string): { purpose: string; owner: string; name: string } {
  return { purpose, owner: 'deployment', name: eventId };
}
