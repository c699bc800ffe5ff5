import {
  createHmac,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  randomUUIDv7,
  sign,
} from 'node:crypto';
import type * as Crypto from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import { appendEvent } from './append-event.ts';
import type { AppendSources } from './seal-event.ts';
import type { AuditCore, AuditDetail, NewAuditEvent } from './audit-event.ts';
import type { AuditKeys } from './audit-keys.ts';
import { startSequencer, type Sequencer, type SequencerOptions } from './sequencer.ts';
import { memoryInProcess } from './signer-memory.ts';
import type { IndexProof } from './verify-event.ts';

/** Real keys, made on the spot and kept by nobody: what the vault gives the audit log, for this folder's tests. */
export interface TestKeys extends AuditKeys, IndexProof {
  openDetail(
    eventId: string,
    owner: string | null,
    sealed: Crypto.Sealed<AuditDetail>,
  ): AuditDetail;
}

/** @param crypto - The package, handed in by the test: this folder itself may know its types alone. */
export function testKeys(
  crypto: Pick<typeof Crypto, 'SecretKey' | 'sealValue' | 'openValue'>,
): TestKeys {
  const key = crypto.SecretKey.generate();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    sealCore: (eventId, core) => crypto.sealValue(key, corePlace(eventId), core),
    openCore: (eventId, sealed) => crypto.openValue<AuditCore>(key, corePlace(eventId), sealed),
    sealDetail: (eventId, owner, detail) =>
      crypto.sealValue(key, detailPlace(eventId, owner), detail),
    openDetail: (eventId, owner, sealed) =>
      crypto.openValue(key, detailPlace(eventId, owner), sealed),
    actorIndex: (actorId) => token('actor', actorId),
    subjectIndex: (personId) => token('subject', personId),
    addressIndex: (address) => token('address', address),
    signCheckpoint: (text) => sign(null, text, privateKey),
    checkpointKey: {
      name: 'test.example/audit',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
    },
  };
}

export const testSources: AppendSources = {
  now: Date.now,
  randomBytes: (length) => randomBytes(length),
  uuid: () => randomUUIDv7(),
};

/** The log that events of this moment go to. */
export const thisLog = String(new Date().getUTCFullYear());

export function testEvent(changes: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    actor: { personId: randomUUID(), role: 'provider' },
    action: 'record.read',
    outcome: 'success',
    personId: randomUUID(),
    relationship: 'care-team',
    purposeOfUse: 'TREAT',
    requestId: randomUUID(),
    address: '192.0.2.7',
    detail: { resources: [{ type: 'Observation', id: randomUUID(), version: 3 }] },
    ...changes,
  };
}

/** Commits so many events and returns their ids, in the order of their appending. */
export async function appendMany(db: Database, keys: AuditKeys, count: number): Promise<string[]> {
  return db.transaction(async (tx) => {
    const events = Array.from({ length: count }, () =>
      appendEvent(tx, keys, testEvent(), testSources),
    );
    return (await Promise.all(events)).map(({ eventId }) => eventId);
  });
}

/** A sequencer that passes only when it is told to. */
export function manualSequencer(
  db: Database,
  keys: AuditKeys,
  parts: Partial<Pick<SequencerOptions, 'memory' | 'witnessed' | 'now'>> = {},
): Sequencer {
  const log = { error: () => {} };
  const memory = memoryInProcess();
  return startSequencer({ db, keys, log, memory, everyMs: 1e9, now: Date.now, ...parts });
}

function token(use: string, id: string): Buffer {
  return createHmac('sha256', `test ${use}`).update(id).digest().subarray(0, 16);
}

function corePlace(eventId: string): Crypto.Place {
  return { purpose: 'audit-core', owner: 'deployment', name: eventId };
}

function detailPlace(eventId: string, owner: string | null): Crypto.Place {
  return { purpose: 'audit-detail', owner: owner ?? 'deployment', name: eventId };
}
