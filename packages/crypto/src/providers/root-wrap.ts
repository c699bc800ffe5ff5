import { createHash } from 'node:crypto';
import { CryptoError } from '../errors.ts';
import type { KeyIdentity } from '../key-commitment.ts';
import { netstrings } from '../netstrings.ts';
import type { RootProvider } from '../root-provider.ts';
import { asWrappedKey, type WrappedKey } from '../wrapped-key.ts';

/** Providers whose root never leaves a service or a device. */
export type ServiceName = Exclude<RootProvider['name'], 'key-file' | 'environment'>;

/** A key wrapped by a random key that a service wrapped: docs/formats/root-wrap.md. */
export type RootWrap = {
  readonly provider: ServiceName;
  /** What the service made of the wrapping key: 1 to 65,535 bytes. */
  readonly ciphertext: Uint8Array;
  readonly wrapped: WrappedKey;
};

export function writeRootWrap({ provider, ciphertext, wrapped }: RootWrap): Buffer {
  if (ciphertext.length === 0 || ciphertext.length > 0xffff) {
    throw new CryptoError('bad_format', 'The service’s ciphertext has no possible length.');
  }
  const head = Buffer.of(version, tags[provider], 0, 0);
  head.writeUInt16BE(ciphertext.length, 2);
  return Buffer.concat([head, ciphertext, wrapped]);
}

/** @throws {@link CryptoError} `bad_format` for bytes that no provider of a service wrote. */
export function readRootWrap(bytes: Uint8Array): RootWrap {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const provider = providerOf(all[1]);
  if (all[0] !== version || !provider || all.length < headBytes) throw notARootWrap();
  const end = headBytes + all.readUInt16BE(2);
  if (end === headBytes || all.length !== end + wrappedKeyBytes) throw notARootWrap();
  const wrapped = asWrappedKey(all.subarray(end));
  return { provider, ciphertext: all.subarray(headBytes, end), wrapped };
}

/** What the service's ciphertext is bound to, as one text for each service's own way of binding. */
export type Binding = {
  readonly identity: KeyIdentity;
  /** SHA-256 of the wrapped key's 125 bytes, hexadecimal. */
  readonly wrappedHash: string;
  /** All of it as associated data. */
  readonly aad: Buffer;
};

export function bindingOf(provider: ServiceName, id: KeyIdentity, wrapped: WrappedKey): Binding {
  const wrappedHash = createHash('sha256').update(wrapped).digest('hex');
  const aad = netstrings(bindingLabel, provider, id.purpose, id.owner, id.name, wrappedHash);
  return { identity: id, wrappedHash, aad };
}

export const bindingLabel = 'wardkeep root wrap v1';

const version = 0x01;
const headBytes = 4;
const wrappedKeyBytes = 125;
const tags: Readonly<Record<ServiceName, number>> = {
  pkcs11: 1,
  'aws-kms': 2,
  'gcp-kms': 3,
  'azure-key-vault': 4,
  'vault-transit': 5,
};

function providerOf(tag: number | undefined): ServiceName | undefined {
  const names = Object.keys(tags) as ServiceName[]; // a literal of exactly these keys
  return names.find((name) => tags[name] === tag);
}

function notARootWrap(): CryptoError {
  return new CryptoError('bad_format', 'These bytes are not a root wrap.');
}
