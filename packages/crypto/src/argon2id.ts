import * as crypto from 'node:crypto';
import { CryptoError } from './errors.ts';
import { keyBytes } from './secret-key.ts';

/** Parameters of RFC 9106, with a salt of 16 bytes. */
export type Argon2Parameters = {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Uint8Array;
};

/**
 * 32 bytes of Argon2id, on this thread: it blocks until it is done.
 *
 * @throws {@link CryptoError} `unsupported` where `node:crypto` has none (before Node 24.7).
 */
export function argon2id(message: Uint8Array, parameters: Argon2Parameters): Buffer {
  // The types say that it always exists; an older runtime has no such property.
  const argon2Sync: typeof crypto.argon2Sync | undefined = crypto.argon2Sync;
  if (!argon2Sync) throw new CryptoError('unsupported', 'Argon2id needs Node 24.7 or later.');
  return argon2Sync('argon2id', {
    message,
    nonce: parameters.salt,
    memory: parameters.memoryKiB,
    passes: parameters.passes,
    parallelism: parameters.parallelism,
    tagLength: keyBytes,
  });
}
