import { randomBytes } from 'node:crypto';
import { argon2id, type Argon2Parameters } from './argon2id.ts';
import { CryptoError } from './errors.ts';
import type { KeyIdentity } from './key-commitment.ts';
import { readKeyFile, writeKeyFile, type KeyFile } from './key-file-json.ts';
import { keyIdFrom, SecretKey, type KeyId } from './secret-key.ts';
import { unwrapKey, wrapKey } from './wrapped-key.ts';

/**
 * Seals a key by a passphrase. Takes a fraction of a second and 64 MiB on this thread: meant for a
 * start, not for a request.
 *
 * @param passphrase - 12 to 1024 characters, counted in NFKC.
 * @throws {@link CryptoError} `bad_input` for another passphrase, `unsupported` before Node 24.7,
 * `key_destroyed`.
 */
export function sealKeyFile(passphrase: string, key: SecretKey): KeyFile {
  const salt = randomBytes(16);
  const kdf: Argon2Parameters = { memoryKiB: 65_536, passes: 3, parallelism: 1, salt };
  const sealed = wrapKey(passphraseKey(passphrase, kdf), key, identityOf(key.id));
  return writeKeyFile({ keyId: key.id, kdf, sealed });
}

/**
 * The key in a key file. Its parameters are checked before anything is computed: no file makes this
 * take more than 1 GiB.
 *
 * @param file - parsed JSON.
 * @throws {@link CryptoError} `bad_format` for anything but a key file of this version,
 * `not_authentic` for the wrong passphrase or a changed file; else as {@link sealKeyFile}.
 */
export function openKeyFile(passphrase: string, file: unknown): SecretKey {
  const { keyId, kdf, sealed } = readKeyFile(file);
  return unwrapKey(passphraseKey(passphrase, kdf), sealed, identityOf(keyId));
}

/** The salt is this key's id: unique for each file, and so bound into what it wraps. */
function passphraseKey(passphrase: string, kdf: Argon2Parameters): SecretKey {
  const message = passphraseBytes(passphrase);
  try {
    return SecretKey.fromBytes(keyIdFrom(kdf.salt), argon2id(message, kdf));
  } finally {
    message.fill(0);
  }
}

function passphraseBytes(passphrase: string): Buffer {
  const text = passphrase.normalize('NFKC');
  const { length } = Array.from(text);
  if (text.isWellFormed() && length >= 12 && length <= 1024) return Buffer.from(text, 'utf8');
  throw new CryptoError('bad_input', 'A passphrase has 12 to 1024 characters.');
}

function identityOf(keyId: KeyId): KeyIdentity {
  return { purpose: 'key-file', owner: keyId, name: 'v1' };
}
