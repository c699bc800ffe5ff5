import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, Frontier, leafHash, nodeHash, perfectRoot } from './merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
  type SubtreeHash,
} from './merkle-proofs.ts';

const vectors = resolve(import.meta.dirname, '../../../../../shared/data/crypto/rfc6962-merkle');
const files = globSync('{inclusion,consistency}/**/*.json', { cwd: vectors });
const allLeaves = Array.from({ length: 200 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const absent = files.length === 0;

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: string[] | null;
  readonly [field: string]: unknown;
}

describe('the published probes of RFC 6962 proofs', () => {
  test.skipIf(absent)('each good one is accepted, each bad one refused', () => {
    const accepted = files.filter((file) => accepts(readVector(file)));
    const good = files.filter((file) => !readVector(file).wantErr);
    expect(accepted).toEqual(good);
    expect(good.length).toBeGreaterThan(5);
    expect(files.length - good.length).toBeGreaterThan(50);
  });
  test.runIf(absent)('SKIPPED: shared/data/crypto/rfc6962-merkle is not on this machine', () => {});
});

describe('against the definition in RFC 6962 §2.1, written as it reads', () => {
  test('the root is the same at every size', () => {
    const frontier = new Frontier();
    expect(frontier.root()).toEqual(emptyRoot);
    for (let size = 1; size <= 130; size += 1) {
      frontier.append(allLeaves[size - 1] ?? emptyRoot);
      expect(frontier.root().toString('hex')).toBe(naiveRoot(hashes(size)).toString('hex'));
    }
  });

  test('every inclusion proof is the same and verifies', async () => {
    for (let size = 1; size <= 33; size += 1) {
      const leaves = hashes(size);
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionProof(index, size, hashOf(leaves));
        expect(hex(proof)).toBe(hex(naivePath(index, leaves)));
        const leaf = leaves[index] ?? emptyRoot;
        const claim = { leafHash: leaf, index, size, proof, root: naiveRoot(leaves) };
        expect(verifyInclusion(claim)).toBe(true);
      }
    }
  });

  test('every consistency proof is the same and verifies', async () => {
    for (let newSize = 1; newSize <= 33; newSize += 1) {
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const leaves = hashes(newSize);
        const proof = await consistencyProof(oldSize, newSize, hashOf(leaves));
        expect(hex(proof)).toBe(hex(naiveSubproof(oldSize, leaves, true)));
        const oldRoot = naiveRoot(leaves.slice(0, oldSize));
        const claim = { oldSize, newSize, oldRoot, newRoot: naiveRoot(leaves), proof };
        expect(verifyConsistency(claim)).toBe(true);
      }
    }
  });

  test('a proof with any flipped bit, missing or extra hash is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat(), async (size, a, b) => {
        const leaves = hashes(size);
        const index = a % size;
        const oldSize = 1 + (a % (size - 1));
        const path = await inclusionProof(index, size, hashOf(leaves));
        const link = await consistencyProof(oldSize, size, hashOf(leaves));
        const root = naiveRoot(leaves);
        const inclusion = { leafHash: leaves[index] ?? emptyRoot, index, size, root };
        const oldRoot = naiveRoot(leaves.slice(0, oldSize));
        const consistency = { oldSize, newSize: size, oldRoot, newRoot: root };
        for (const proof of spoilt(path, b)) {
          expect(verifyInclusion({ ...inclusion, proof })).toBe(false);
        }
        for (const proof of spoilt(link, b)) {
          expect(verifyConsistency({ ...consistency, proof })).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a proof is refused for a root that is not the tree’s, on either side', async () => {
  const leaves = hashes(11);
  const proof = await consistencyProof(6, 11, hashOf(leaves));
  const claim = { oldSize: 6, newSize: 11, oldRoot: naiveRoot(hashes(6)), proof };
  const newRoot = naiveRoot(leaves);
  expect(verifyConsistency({ ...claim, newRoot })).toBe(true);
  expect(verifyConsistency({ ...claim, newRoot: naiveRoot(hashes(10)) })).toBe(false);
  expect(verifyConsistency({ ...claim, newRoot, oldRoot: naiveRoot(hashes(5)) })).toBe(false);
});

test('a proof that ends below the root does not prove the subtree it ends at', async () => {
  const leaves = hashes(8);
  const [leaf = emptyRoot] = leaves;
  const path = (await inclusionProof(0, 8, hashOf(leaves))).slice(0, -1);
  const half = naiveRoot(hashes(4));
  expect(verifyInclusion({ leafHash: leaf, index: 0, size: 8, proof: path, root: half })).toBe(
    false,
  );
  const claim = { oldSize: 4, newSize: 8, oldRoot: half, newRoot: half };
  expect(verifyConsistency({ ...claim, proof: [] })).toBe(false);
});

test('what no tree has is refused by code', async () => {
  const refused = { code: 'bad_proof_request' };
  await expect(inclusionProof(3, 3, hashOf(hashes(3)))).rejects.toMatchObject(refused);
  await expect(inclusionProof(-1, 3, hashOf(hashes(3)))).rejects.toMatchObject(refused);
  await expect(consistencyProof(0, 3, hashOf(hashes(3)))).rejects.toMatchObject(refused);
  await expect(consistencyProof(4, 3, hashOf(hashes(3)))).rejects.toMatchObject(refused);
});

test('a proof in a tree beyond 2^31 leaves has the right length', async () => {
  const anyHash: SubtreeHash = async () => emptyRoot;
  expect(await inclusionProof(2 ** 40, 2 ** 40 + 1, anyHash)).toHaveLength(1);
  expect(await inclusionProof(5, 2 ** 40 + 1, anyHash)).toHaveLength(41);
});

function readVector(file: string): Vector {
  return JSON.parse(readFileSync(resolve(vectors, file), 'utf8')) as Vector; // as: a file of known shape
}

function accepts(vector: Vector): boolean {
  const proof = (vector.proof ?? []).map((part) => Buffer.from(part, 'base64'));
  const bytes = (field: string) => {
    const encoded = vector[field];
    return Buffer.from(typeof encoded === 'string' ? encoded : '', 'base64');
  };
  return 'leafIdx' in vector
    ? verifyInclusion({
        leafHash: bytes('leafHash'),
        index: Number(vector['leafIdx']),
        size: Number(vector['treeSize']),
        proof,
        root: bytes('root'),
      })
    : verifyConsistency({
        oldSize: Number(vector['size1']),
        newSize: Number(vector['size2']),
        oldRoot: bytes('root1'),
        newRoot: bytes('root2'),
        proof,
      });
}

function hashes(count: number): Buffer[] {
  return allLeaves.slice(0, count);
}

function hashOf(leaves: Buffer[]): SubtreeHash {
  return async (level, index) => {
    const part = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level);
    expect(part.length).toBe(2 ** level);
    return perfectRoot(Buffer.concat(part));
  };
}

// Comparing text: comparing Buffers takes the test runner seconds.
function hex(parts: Buffer[]): string {
  return parts.map((part) => part.toString('hex')).join('\n');
}

function naiveSplit(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}

function naiveRoot(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return emptyRoot;
  if (leaves.length === 1) return leaves[0] ?? emptyRoot;
  const k = naiveSplit(leaves.length);
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

function naivePath(m: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const k = naiveSplit(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

function naiveSubproof(m: number, leaves: Buffer[], whole: boolean): Buffer[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = naiveSplit(leaves.length);
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

function spoilt(proof: Buffer[], seed: number): Buffer[][] {
  const longer = [...proof, emptyRoot];
  if (proof.length === 0) return [longer];
  const at = seed % proof.length;
  const flipped = proof.map((part, index) => {
    const copy = Buffer.from(part);
    if (index === at) copy.writeUInt8(copy.readUInt8(seed % 32) ^ (1 << (seed % 8)), seed % 32);
    return copy;
  });
  return [flipped, proof.slice(1), proof.slice(0, -1), longer, [emptyRoot, ...proof]];
}
