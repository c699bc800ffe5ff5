import { hash } from 'node:crypto';

/** The Merkle tree of RFC 6962 §2.1 over SHA-256. Sizes and indexes are whole numbers up to 2^53 - 1. */

export const hashLength = 32;

/** MTH of no leaves: SHA-256 of nothing. */
export const emptyRoot: Buffer = sha256(Buffer.alloc(0));

/** The prefix keeps a leaf from ever hashing like an inner node (RFC 6962 §2.1: second preimages). */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.of(0x00), leaf]));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.of(0x01), left, right]));
}

/** The root over a power of two of concatenated 32-byte subtree hashes. */
export function perfectRoot(hashes: Buffer): Buffer {
  let row = splitHashes(hashes);
  while (row.length > 1) row = pairUp(row);
  return row[0] ?? emptyRoot;
}

/** The root from the perfect subtrees that a tree falls into, largest (leftmost) first. */
export function frontierRoot(subtrees: readonly Buffer[]): Buffer {
  return subtrees.length === 0
    ? emptyRoot
    : subtrees.reduceRight((right, left) => nodeHash(left, right));
}

/** A tree that is only read at its right edge: grows leaf by leaf in constant space and knows its root at each size. */
export class Frontier {
  // At place i the perfect subtree of 2^i leaves, if the size has that bit set.
  readonly #subtrees: (Buffer | undefined)[] = [];

  append(leaf: Buffer): void {
    let carried = leaf;
    let level = 0;
    for (; ; level += 1) {
      const left = this.#subtrees[level];
      if (left === undefined) break;
      carried = nodeHash(left, carried);
      this.#subtrees[level] = undefined;
    }
    this.#subtrees[level] = carried;
  }

  root(): Buffer {
    return frontierRoot(this.#subtrees.filter((subtree) => subtree !== undefined).reverse());
  }
}

export function splitHashes(hashes: Buffer): Buffer[] {
  return Array.from({ length: hashes.length / hashLength }, (_, at) =>
    hashes.subarray(at * hashLength, (at + 1) * hashLength),
  );
}

function pairUp(row: readonly Buffer[]): Buffer[] {
  const parents: Buffer[] = [];
  for (let at = 0; at + 1 < row.length; at += 2) {
    parents.push(nodeHash(row[at] ?? emptyRoot, row[at + 1] ?? emptyRoot));
  }
  return parents;
}

function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}
