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

/** How a passphrase becomes a key. Files of version 1 name the first, of version 2 the second. */
export type PassphraseKdf =
  | ({ readonly name: 'argon2id' } & Argon2Parameters)
  | { readonly name: 'pbkdf2-hmac-sha256'; readonly iterations: number; readonly salt: Uint8Array };

export type KeyFileParts = {
  readonly version: 1 | 2;
  readonly keyId: KeyId;
  readonly kdf: PassphraseKdf;
  readonly sealed: WrappedKey;
};

/** Writes version 1, with Argon2id, and no other. */
export function writeKeyFile(keyId: KeyId, kdf: Argon2Parameters, sealed: WrappedKey): KeyFile {
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
  const { format, version } = fields;
  if (format !== 'wardkeep-key-file' || (version !== 1 && version !== 2)) throw badFormat();
  const kdf = version === 1 ? readArgon2id(fields['kdf']) : readPbkdf2(fields['kdf']);
  const sealed = asWrappedKey(readBytes(fields['sealed']));
  const { keyId } = wrappedKeyIds(sealed);
  if (fields['keyId'] !== keyId) throw badFormat();
  return { version, keyId, kdf, sealed };
}

function readArgon2id(value: unknown): PassphraseKdf {
  const fields = readFields(value, ['name', 'memoryKiB', 'passes', 'parallelism', 'salt']);
  const { name } = fields;
  if (name !== 'argon2id') throw badFormat();
  return {
    name,
    memoryKiB: readWithin(fields['memoryKiB'], 65_536, 1_048_576),
    passes: readWithin(fields['passes'], 3, 10),
    parallelism: readWithin(fields['parallelism'], 1, 4),
    salt: readSalt(fields['salt']),
  };
}

function readPbkdf2(value: unknown): PassphraseKdf {
  const fields = readFields(value, ['name', 'iterations', 'salt']);
  const { name } = fields;
  if (name !== 'pbkdf2-hmac-sha256') throw badFormat();
  const iterations = readWithin(fields['iterations'], 600_000, 10_000_000);
  return { name, iterations, salt: readSalt(fields['salt']) };
}

function readSalt(value: unknown): Buffer {
  const salt = readBytes(value);
  if (salt.length !== 16) throw badFormat();
  return salt;
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
  return new CryptoError(
    'bad_format',
    'This is not a key file of a version that this program knows.',
  );
}
