import { hash } from 'node:crypto';

/** The tree of RFC 6962 §2.1 over SHA-256, cut into tiles (C2SP tlog-tiles): of our own, for it checks the server's. */

export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;

const node = Buffer.alloc(1 + 2 * HASH_BYTES, 0x01);
let prefixed = Buffer.alloc(1024);

/** Writes the hash of a leaf at a place of a row of hashes. */
export function putLeafHash(leaf: Buffer, row: Buffer, at: number): void {
  if (leaf.length >= prefixed.length) prefixed = Buffer.alloc(2 * leaf.length + 1);
  leaf.copy(prefixed, 1);
  putHash(prefixed.subarray(0, leaf.length + 1), row, at);
}

/** The root over a power of two of concatenated hashes. */
export function perfectRoot(hashes: Buffer): Buffer {
  let row = Buffer.from(hashes);
  while (row.length > HASH_BYTES) {
    const half = row.length / 2;
    for (let at = 0; at < half; at += HASH_BYTES) {
      row.copy(node, 1, 2 * at, 2 * at + 2 * HASH_BYTES);
      putHash(node, row, at);
    }
    row = row.subarray(0, half);
  }
  return row;
}

/** @param edge - By level, the hashes of the last tile where it is not full, empty where it is. */
export function rootOf(edge: readonly Buffer[]): Buffer | undefined {
  let right: Buffer | undefined;
  for (const hashes of edge) {
    let end = hashes.length;
    for (let bytes = HASH_BYTES; bytes <= hashes.length; bytes *= 2) {
      // One subtree for each bit of the width, the smallest last.
      if (Math.floor(hashes.length / bytes) % 2 === 0) continue;
      const left = perfectRoot(hashes.subarray(end - bytes, end));
      right = right === undefined ? left : nodeHash(left, right);
      end -= bytes;
    }
  }
  return right;
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** As text of one byte a character: measured twice as fast as to have a new Buffer made for each. */
function putHash(bytes: Buffer, row: Buffer, at: number): void {
  row.write(hash('sha256', bytes, 'binary'), at, 'latin1');
}
