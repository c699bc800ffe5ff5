import * as crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Peer from '@node-rs/argon2';
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
 * 32 bytes of Argon2id, on this thread: it blocks until it is done. From `node:crypto` where it has
 * it (Node 24.7), else from the optional peer `@node-rs/argon2`.
 *
 * @throws {@link CryptoError} `unsupported` where there is neither.
 */
export function argon2id(message: Uint8Array, parameters: Argon2Parameters): Buffer {
  // The types say that it always exists; an older runtime has no such property.
  const argon2Sync: typeof crypto.argon2Sync | undefined = crypto.argon2Sync;
  if (!argon2Sync) return argon2idOfPeer(message, parameters);
  return argon2Sync('argon2id', {
    message,
    nonce: parameters.salt,
    memory: parameters.memoryKiB,
    passes: parameters.passes,
    parallelism: parameters.parallelism,
    tagLength: keyBytes,
  });
}

/** For older runtimes, and for the test that compares both. */
export function argon2idOfPeer(message: Uint8Array, parameters: Argon2Parameters): Buffer {
  return loadPeer().hashRawSync(message, {
    // Its enums have no values at run time: these are Algorithm.Argon2id and Version.V0x13.
    algorithm: 2,
    version: 1,
    salt: parameters.salt,
    memoryCost: parameters.memoryKiB,
    timeCost: parameters.passes,
    parallelism: parameters.parallelism,
    outputLen: keyBytes,
  });
}

/** By `require`, since a key file opens synchronously. */
function loadPeer(): typeof Peer {
  try {
    return createRequire(import.meta.url)('@node-rs/argon2') as typeof Peer; // the package of that name
  } catch (cause) {
    const message =
      'Argon2id needs Node 24.7 or later, or the package @node-rs/argon2: install it.';
    throw new CryptoError('unsupported', message, { cause });
  }
}
