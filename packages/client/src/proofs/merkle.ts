import { concat, isSame, type Octets } from './octets.ts';
import { sha256 } from './web-crypto.ts';

/** RFC 9162 §2.1 (the tree of RFC 6962) over SHA-256. Sizes and indexes are whole numbers up to 2^53 - 1. */

export function leafHash(leaf: Octets): Promise<Octets> {
  return sha256(concat(Uint8Array.of(0x00), leaf));
}

export interface InclusionClaim {
  readonly leafHash: Octets;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Octets[];
  readonly root: Octets;
}

/** RFC 9162 §2.1.3.2, step by step. False for whatever is not exactly the proof. */
export async function isIncluded(claim: InclusionClaim): Promise<boolean> {
  const { index, size, proof, root } = claim;
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![claim.leafHash, ...proof].every(isHash)) return false;
  let [fn, sn, r] = [index, size - 1, claim.leafHash];
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = await nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = await nodeHash(r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && isSame(r, root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Octets;
  readonly newRoot: Octets;
  readonly proof: readonly Octets[];
}

/** RFC 9162 §2.1.4.2, step by step. False for whatever is not exactly the proof, and for an old tree without leaves. */
export async function isConsistent(claim: ConsistencyClaim): Promise<boolean> {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize) return false;
  if (!proof.every(isHash)) return false;
  if (oldSize === newSize) return proof.length === 0 && isSame(oldRoot, newRoot);
  const [first, ...steps] = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) return false;
  let [fn, sn] = [oldSize - 1, newSize - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [first, first];
  for (const c of steps) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [await nodeHash(c, fr), await nodeHash(c, sr)];
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = await nodeHash(sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && isSame(fr, oldRoot) && isSame(sr, newRoot);
}

function nodeHash(left: Octets, right: Octets): Promise<Octets> {
  return sha256(concat(Uint8Array.of(0x01), left, right));
}

function isHash(octets: Octets): boolean {
  return octets.length === 32;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

// No bit operators: they end at 2^31.
function isOdd(value: number): boolean {
  return value % 2 === 1;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
