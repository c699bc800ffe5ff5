import { AuditError } from './audit-error.ts';
import { frontierRoot, hashLength, nodeHash } from './merkle.ts';

/** The hash of the perfect subtree over the leaves from `index * 2^level` up to `(index + 1) * 2^level`. */
export type SubtreeHash = (level: number, index: number) => Promise<Buffer>;

// One sibling on the way between a leaf (or an old tree) and the root: its leaves, and the side on which it joins.
interface Step {
  readonly start: number;
  readonly end: number;
  readonly side: 'left' | 'right';
}

/**
 * RFC 6962 §2.1.1, deepest sibling first.
 * @throws {@link AuditError} `bad_proof_request` unless 0 ≤ index < size; whatever `hashOf` throws.
 */
export async function inclusionProof(
  index: number,
  size: number,
  hashOf: SubtreeHash,
): Promise<Buffer[]> {
  if (!isIndex(index, size)) throw new AuditError('bad_proof_request', 'no such leaf in the tree');
  return Promise.all(inclusionPath(index, size).map((step) => rangeRoot(step, hashOf)));
}

/**
 * RFC 6962 §2.1.2, from the tree of `oldSize` to that of `newSize`.
 * @throws {@link AuditError} `bad_proof_request` unless 1 ≤ oldSize ≤ newSize; whatever `hashOf` throws.
 */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  hashOf: SubtreeHash,
): Promise<Buffer[]> {
  if (!isOldSize(oldSize, newSize)) {
    throw new AuditError('bad_proof_request', 'no such pair of tree sizes');
  }
  const { seed, steps } = consistencyPath(oldSize, newSize);
  const ranges = seed === null ? steps : [seed, ...steps];
  return Promise.all(ranges.map((range) => rangeRoot(range, hashOf)));
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** False for whatever is not exactly the proof: wrong, longer, shorter, out of range. */
export function verifyInclusion(claim: InclusionClaim): boolean {
  if (!isIndex(claim.index, claim.size) || !areHashes([claim.leafHash, ...claim.proof])) {
    return false;
  }
  const steps = inclusionPath(claim.index, claim.size);
  if (steps.length !== claim.proof.length) return false;
  let computed = claim.leafHash;
  for (const [at, sibling] of claim.proof.entries()) {
    computed =
      steps[at]?.side === 'left' ? nodeHash(sibling, computed) : nodeHash(computed, sibling);
  }
  return Buffer.compare(computed, claim.root) === 0;
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** False also for an empty old tree: every tree extends it, so that a proof would say nothing. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  if (!isOldSize(claim.oldSize, claim.newSize) || !areHashes(claim.proof)) return false;
  const { seed, steps } = consistencyPath(claim.oldSize, claim.newSize);
  const siblings = seed === null ? claim.proof : claim.proof.slice(1);
  const first = seed === null ? claim.oldRoot : claim.proof[0];
  if (first === undefined || siblings.length !== steps.length) return false;
  let [oldRoot, newRoot] = [first, first];
  for (const [at, sibling] of siblings.entries()) {
    const onLeft = steps[at]?.side === 'left';
    if (onLeft) oldRoot = nodeHash(sibling, oldRoot);
    newRoot = onLeft ? nodeHash(sibling, newRoot) : nodeHash(newRoot, sibling);
  }
  return (
    Buffer.compare(oldRoot, claim.oldRoot) === 0 && Buffer.compare(newRoot, claim.newRoot) === 0
  );
}

function inclusionPath(index: number, size: number): Step[] {
  const steps: Step[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start);
    if (index < split) {
      steps.unshift({ start: split, end, side: 'right' });
      end = split;
    } else {
      steps.unshift({ start, end: split, side: 'left' });
      start = split;
    }
  }
  return steps;
}

/** `seed`: the subtree that both trees share at the old one's right edge; null where that is the whole old tree. */
function consistencyPath(
  oldSize: number,
  newSize: number,
): { seed: { start: number; end: number } | null; steps: Step[] } {
  const steps: Step[] = [];
  let [start, end] = [0, newSize];
  while (end !== oldSize) {
    const split = start + largestPowerBelow(end - start);
    if (oldSize <= split) {
      steps.unshift({ start: split, end, side: 'right' });
      end = split;
    } else {
      steps.unshift({ start, end: split, side: 'left' });
      start = split;
    }
  }
  return { seed: start === 0 ? null : { start, end }, steps };
}

async function rangeRoot(
  range: { start: number; end: number },
  hashOf: SubtreeHash,
): Promise<Buffer> {
  const subtrees: Promise<Buffer>[] = [];
  let start = range.start;
  while (start < range.end) {
    // `start` is a multiple of this: a range begins at a split, and what follows it only shrinks.
    const width = largestPowerBelow(range.end - start + 1);
    subtrees.push(hashOf(Math.log2(width), start / width));
    start += width;
  }
  return frontierRoot(await Promise.all(subtrees));
}

/** The largest power of two smaller than `count`, which is at least 2. No bit operators: they end at 2^31. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function isIndex(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size;
}

function isOldSize(oldSize: number, newSize: number): boolean {
  return (
    Number.isSafeInteger(oldSize) &&
    Number.isSafeInteger(newSize) &&
    oldSize >= 1 &&
    oldSize <= newSize
  );
}

function areHashes(proof: readonly Uint8Array[]): boolean {
  return proof.every((part) => part.length === hashLength);
}
