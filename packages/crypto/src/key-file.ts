import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { argon2id, type Argon2Parameters } from './argon2id.ts';
import { CryptoError } from './errors.ts';
import type { KeyIdentity } from './key-commitment.ts';
import { readKeyFile, writeKeyFile, type KeyFile, type PassphraseKdf } from './key-file-json.ts';
import { keyBytes, keyIdFrom, SecretKey, type KeyId } from './secret-key.ts';
import { unwrapKey, wrapKey } from './wrapped-key.ts';

/**
 * Seals a key by a passphrase. Takes a fraction of a second and 64 MiB on this thread: meant for a
 * start, not for a request.
 *
 * @param passphrase - 12 to 1024 characters, counted in NFKC.
 * @throws {@link CryptoError} `bad_input` for another passphrase, `unsupported` before Node 24.7
 * without the optional peer `@node-rs/argon2`, `key_destroyed`.
 */
export function sealKeyFile(passphrase: string, key: SecretKey): KeyFile {
  const salt = randomBytes(16);
  const kdf: Argon2Parameters = { memoryKiB: 65_536, passes: 3, parallelism: 1, salt };
  const wrapping = passphraseKey(passphrase, { name: 'argon2id', ...kdf });
  return writeKeyFile(key.id, kdf, wrapKey(wrapping, key, identityOf(key.id, 1)));
}

/**
 * The key in a key file: of version 1, or of version 2, which is read only and has PBKDF2 for
 * Argon2id. Its parameters are checked before anything is computed: no file makes this take more
 * than 1 GiB, or more than some seconds.
 *
 * @param file - parsed JSON.
 * @throws {@link CryptoError} `bad_format` for anything but a key file of these versions,
 * `not_authentic` for the wrong passphrase or a changed file; else as {@link sealKeyFile}.
 */
export function openKeyFile(passphrase: string, file: unknown): SecretKey {
  const { version, keyId, kdf, sealed } = readKeyFile(file);
  return unwrapKey(passphraseKey(passphrase, kdf), sealed, identityOf(keyId, version));
}

/** The salt is this key's id: unique for each file, and so bound into what it wraps. */
function passphraseKey(passphrase: string, kdf: PassphraseKdf): SecretKey {
  const message = passphraseBytes(passphrase);
  try {
    return SecretKey.fromBytes(keyIdFrom(kdf.salt), derive(message, kdf));
  } finally {
    message.fill(0);
  }
}

function derive(message: Uint8Array, kdf: PassphraseKdf): Buffer {
  if (kdf.name === 'argon2id') return argon2id(message, kdf);
  return pbkdf2Sync(message, kdf.salt, kdf.iterations, keyBytes, 'sha256');
}

function passphraseBytes(passphrase: string): Buffer {
  const text = passphrase.normalize('NFKC');
  const { length } = Array.from(text);
  if (text.isWellFormed() && length >= 12 && length <= 1024) return Buffer.from(text, 'utf8');
  throw new CryptoError('bad_input', 'A passphrase has 12 to 1024 characters.');
}

function identityOf(keyId: KeyId, version: 1 | 2): KeyIdentity {
  return { purpose: 'key-file', owner: keyId, name: `v${version}` };
}
