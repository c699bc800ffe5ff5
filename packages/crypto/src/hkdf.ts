import { createHmac, type KeyObject } from 'node:crypto';
import { CryptoError } from './errors.ts';

export type HkdfHash = 'sha256' | 'sha512';

const hashBytes = { sha256: 32, sha512: 64 } satisfies Record<HkdfHash, number>;

/** RFC 5869 §2.2. */
export function hkdfExtract(hash: HkdfHash, salt: Uint8Array, inputKey: Uint8Array): Buffer {
  return createHmac(hash, salt).update(inputKey).digest();
}

/**
 * RFC 5869 §2.3, over `createHmac`: one block costs a third of `hkdfSync`.
 *
 * @throws {@link CryptoError} `bad_input` for more than 255 blocks.
 */
export function hkdfExpand(
  hash: HkdfHash,
  key: KeyObject | Uint8Array,
  info: Uint8Array,
  length: number,
): Buffer {
  const blocks = Math.ceil(length / hashBytes[hash]);
  if (blocks > 255) throw new CryptoError('bad_input', 'HKDF gives at most 255 blocks.');
  const output = Buffer.allocUnsafeSlow(blocks * hashBytes[hash]);
  let block = Buffer.alloc(0);
  for (let i = 1; i <= blocks; i += 1) {
    block = createHmac(hash, key).update(block).update(info).update(Buffer.of(i)).digest();
    block.copy(output, (i - 1) * hashBytes[hash]);
  }
  return output.subarray(0, length);
}
