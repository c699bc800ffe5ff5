import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import {
  SecretKey,
  openBytes,
  sealBytes,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyIdentity,
} from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { Epochs } from './epochs.ts';
import { insertServiceKey, readServiceKeys, type ServiceKeyRow } from './service-key-store.ts';
import { VaultError } from './vault-error.ts';

const SYMMETRIC = [
  'pepper',
  'csrf',
  'tokens',
  'accounts',
  'deployment',
  'index-email',
  'index-actor',
  'index-subject',
  'index-resource-id',
] as const;
const PAIRS = {
  'session-signing': 'rsa-2048',
  'share-token': 'rsa-2048',
  'audit-checkpoint': 'ed25519',
} as const;

type SymmetricName = (typeof SYMMETRIC)[number] | `audit-core-${number}`;
type PairName = keyof typeof PAIRS;

export interface KeyPair {
  /** `name.version`: the `kid` of tokens that it signs. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Keys of the service itself: random, wrapped by the epoch, one for each purpose, never derived from one another. */
export interface ServiceKeys {
  symmetric(name: SymmetricName): SecretKey;
  pair(name: PairName): KeyPair;
}

/** Loads every service key and makes those that are missing, the audit key of this year and the next included. */
export async function openServiceKeys(
  db: Database,
  epochs: Epochs,
  now: Date,
): Promise<ServiceKeys> {
  const years = [now.getUTCFullYear(), now.getUTCFullYear() + 1];
  const symmetricNames: SymmetricName[] = [
    ...SYMMETRIC,
    ...years.map((year) => `audit-core-${year}` as const),
  ];
  const rows = await db.transaction(async (tx) => {
    const known = new Set((await readServiceKeys(tx)).map((row) => row.name));
    for (const name of symmetricNames)
      if (!known.has(name)) await insertServiceKey(tx, newSymmetric(name, epochs, now));
    for (const name of pairNames())
      if (!known.has(name)) await insertServiceKey(tx, newPair(name, epochs, now));
    return readServiceKeys(tx);
  });
  const opened = new Map(rows.map((row) => [`${row.name}.${row.version}`, openRow(row, epochs)]));
  const newest = (name: string): OpenedKey => {
    const row = rows.find((candidate) => candidate.name === name);
    const key = row && opened.get(`${row.name}.${row.version}`);
    if (key === undefined)
      throw new VaultError('key_store_missing', `The service key ${name} does not exist.`);
    return key;
  };
  return {
    symmetric: (name) => newest(name).key,
    pair: (name) => newest(name).pair ?? notAPair(name),
  };
}

interface OpenedKey {
  readonly key: SecretKey;
  readonly pair: KeyPair | undefined;
}

function pairNames(): PairName[] {
  return ['session-signing', 'share-token', 'audit-checkpoint'];
}

function newSymmetric(
  name: string,
  epochs: Epochs,
  now: Date,
): ServiceKeyRow & { created_at: Date } {
  const wrapped = wrapKey(epochs.active.key, SecretKey.generate(), identityOf(name, 1));
  return { name, version: 1, wrapped, sealed_private: null, public_key: null, created_at: now };
}

function newPair(name: PairName, epochs: Epochs, now: Date): ServiceKeyRow & { created_at: Date } {
  const key = SecretKey.generate();
  const pair =
    PAIRS[name] === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    name,
    version: 1,
    wrapped: wrapKey(epochs.active.key, key, identityOf(name, 1)),
    sealed_private: sealBytes(
      key,
      identityOf(name, 1),
      pair.privateKey.export({ type: 'pkcs8', format: 'der' }),
    ),
    public_key: pair.publicKey.export({ type: 'spki', format: 'der' }),
    created_at: now,
  };
}

function openRow(row: ServiceKeyRow, epochs: Epochs): OpenedKey {
  const identity = identityOf(row.name, row.version);
  const key = unwrapKey(
    epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId),
    row.wrapped,
    identity,
  );
  if (row.sealed_private === null) return { key, pair: undefined };
  const der = openBytes(key, identity, row.sealed_private);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  // The public half is recomputed from the sealed private half: the column in the open is not believed.
  return {
    key,
    pair: { id: `${row.name}.${row.version}`, privateKey, publicKey: createPublicKey(privateKey) },
  };
}

function identityOf(name: string, version: number): KeyIdentity {
  return { purpose: 'service-key', owner: 'deployment', name: `${name}/${version}` };
}

function notAPair(name: string): never {
  throw new VaultError('key_store_damaged', `The service key ${name} has no private half.`);
}
