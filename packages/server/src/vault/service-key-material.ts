import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  generateKeyPairSync,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto';
import { promisify } from 'node:util';
import {
  SecretKey,
  openBytes,
  sealBytes,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyIdentity,
} from '@wardkeep/crypto';
import type { Epochs } from './epochs.ts';
import { PAIRS, type PairName } from './service-key-names.ts';
import type { ServiceKeyRow } from './service-key-store.ts';

export interface KeyPair {
  /** `name.version`: the `kid` of tokens that it signs. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface OpenedKey {
  readonly key: SecretKey;
  readonly pair: KeyPair | undefined;
  readonly version: number;
  readonly created_at: Date;
}

export function newSymmetric(name: string, epoch: SecretKey, now: Date): ServiceKeyRow {
  const wrapped = wrapKey(epoch, SecretKey.generate(), identityOf(name, 1));
  return { name, version: 1, wrapped, sealed_private: null, public_key: null, created_at: now };
}

export function makePair(name: PairName): KeyPairKeyObjectResult {
  return PAIRS[name] === 'ed25519'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
}

/** The same on another thread: a server that serves meanwhile does not stand still for the tenth of a second of RSA. */
export function makePairAside(name: PairName): Promise<KeyPairKeyObjectResult> {
  const generate = promisify(generateKeyPair);
  return PAIRS[name] === 'ed25519'
    ? generate('ed25519', {})
    : generate('rsa', { modulusLength: RSA_BITS });
}

const RSA_BITS = 2048;

export function pairRow(
  { name, version }: { readonly name: PairName; readonly version: number },
  pair: KeyPairKeyObjectResult,
  epoch: SecretKey,
  now: Date,
): ServiceKeyRow {
  const key = SecretKey.generate();
  const identity = identityOf(name, version);
  const der = pair.privateKey.export({ type: 'pkcs8', format: 'der' });
  const sealed = sealBytes(key, identity, der);
  der.fill(0);
  return {
    name,
    version,
    wrapped: wrapKey(epoch, key, identity),
    sealed_private: sealed,
    public_key: pair.publicKey.export({ type: 'spki', format: 'der' }),
    created_at: now,
  };
}

export function openServiceKey(row: ServiceKeyRow, epochs: Epochs): OpenedKey {
  const { name, version, created_at } = row;
  const identity = identityOf(name, version);
  const epoch = epochs.get(wrappedKeyIds(row.wrapped).wrappingKeyId);
  const key = unwrapKey(epoch, row.wrapped, identity);
  if (row.sealed_private === null) return { key, pair: undefined, version, created_at };
  const der = openBytes(key, identity, row.sealed_private);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  // The public half is recomputed from the sealed private half: the column in the open is not believed.
  const pair = { id: `${name}.${version}`, privateKey, publicKey: createPublicKey(privateKey) };
  return { key, pair, version, created_at };
}

export function identityOf(name: string, version: number): KeyIdentity {
  return { purpose: 'service-key', owner: 'deployment', name: `${name}/${version}` };
}
