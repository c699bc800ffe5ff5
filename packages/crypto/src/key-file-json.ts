import type { Argon2Parameters } from './argon2id.ts';
import { readBase64url, writeBase64url } from './base64url.ts';
import { CryptoError } from './errors.ts';
import type { KeyId } from './secret-key.ts';
import { asWrappedKey, wrappedKeyIds, type WrappedKey } from './wrapped-key.ts';

/** A key sealed by a passphrase (docs/formats/key-file.md), as JSON; bytes are base64url. */
export type KeyFile = {
  readonly format: 'wardkeep-key-file';
  readonly version: 1;
  readonly keyId: KeyId;
  readonly kdf: {
    readonly name: 'argon2id';
    readonly memoryKiB: number;
    readonly passes: number;
    readonly parallelism: number;
    readonly salt: string;
  };
  readonly sealed: string;
};

export type KeyFileParts = {
  readonly keyId: KeyId;
  readonly kdf: Argon2Parameters;
  readonly sealed: WrappedKey;
};

export function writeKeyFile({ keyId, kdf, sealed }: KeyFileParts): KeyFile {
  return {
    format: 'wardkeep-key-file',
    version: 1,
    keyId,
    kdf: {
      name: 'argon2id',
      memoryKiB: kdf.memoryKiB,
      passes: kdf.passes,
      parallelism: kdf.parallelism,
      salt: writeBase64url(kdf.salt),
    },
    sealed: writeBase64url(sealed),
  };
}

/**
 * Refuses unknown fields, parameters weaker than any file was written with, and ones that would cost
 * more than a start may.
 *
 * @throws {@link CryptoError} `bad_format`.
 */
export function readKeyFile(file: unknown): KeyFileParts {
  const fields = readFields(file, ['format', 'version', 'keyId', 'kdf', 'sealed']);
  if (fields['format'] !== 'wardkeep-key-file' || fields['version'] !== 1) throw badFormat();
  const kdf = readKdf(fields['kdf']);
  const sealed = asWrappedKey(readBytes(fields['sealed']));
  const { keyId } = wrappedKeyIds(sealed);
  if (fields['keyId'] !== keyId) throw badFormat();
  return { keyId, kdf, sealed };
}

function readKdf(value: unknown): Argon2Parameters {
  const fields = readFields(value, ['name', 'memoryKiB', 'passes', 'parallelism', 'salt']);
  if (fields['name'] !== 'argon2id') throw badFormat();
  const salt = readBytes(fields['salt']);
  if (salt.length !== 16) throw badFormat();
  return {
    memoryKiB: readWithin(fields['memoryKiB'], 65_536, 1_048_576),
    passes: readWithin(fields['passes'], 3, 10),
    parallelism: readWithin(fields['parallelism'], 1, 4),
    salt,
  };
}

function readFields(value: unknown, names: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw badFormat();
  const fields = Object.entries(value);
  if (fields.length !== names.length) throw badFormat();
  if (!fields.every(([name]) => names.includes(name))) throw badFormat();
  return Object.fromEntries(fields);
}

function readWithin(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw badFormat();
  if (value < least || value > most) throw badFormat();
  return value;
}

function readBytes(value: unknown): Buffer {
  const bytes = typeof value === 'string' ? readBase64url(value) : undefined;
  if (!bytes) throw badFormat();
  return bytes;
}

function badFormat(): CryptoError {
  return new CryptoError('bad_format', 'This is not a key file of version 1.');
}
