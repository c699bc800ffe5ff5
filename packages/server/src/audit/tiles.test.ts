import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frontier, leafHash, perfectRoot } from './merkle.ts';
import { inclusionProof, verifyInclusion } from './merkle-proofs.ts';
import { edgePlaces, growTree, hashesIn, rootOfEdge, subtreeHashes, type Edge } from './tiles.ts';

const allLeaves = Array.from({ length: 70_000 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
const wholeRoot = naiveRoot(allLeaves.length);

test("the specification's example: a tree of 70,000 has the tiles that it names", () => {
  expect(edgePlaces(70_000)).toEqual([
    { level: 0, number: 273, width: 112 },
    { level: 1, number: 1, width: 17 },
    { level: 2, number: 0, width: 1 },
  ]);
  expect(edgePlaces(256)).toEqual([
    { level: 0, number: 1, width: 0 },
    { level: 1, number: 0, width: 1 },
  ]);
  expect(edgePlaces(0)).toEqual([]);
});

test('a tree grown in batches has the tiles of the specification and the root of RFC 6962', () => {
  const sizes = fc.integer({ min: 1, max: 900 });
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 1, maxLength: 6 }), (batches) => {
      const tree = grownBy(batches);
      expect(rootOfEdge(tree.edge).equals(naiveRoot(tree.size))).toBe(true);
      const stored = [...tree.tiles.values()].reduce((sum, tile) => sum + tile.length / 32, 0);
      expect(stored).toBe(hashesIn(tree.size));
      for (const [place, hashes] of tree.tiles) {
        expect(hashes.equals(tileByDefinition(place, hashes.length / 32))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test('70,000 leaves in uneven batches fill three levels', () => {
  const tree = grownBy([1, 255, 4096, 60_000, 5_648]);
  expect(tree.size).toBe(70_000);
  expect(rootOfEdge(tree.edge)).toEqual(wholeRoot);
  expect(tree.tiles.get('2/0')).toEqual(perfectRoot(Buffer.concat(allLeaves.slice(0, 65_536))));
  expect(tree.edge.map((hashes) => hashes.length / 32)).toEqual([112, 17, 1]);
});

test('proofs read from tiles verify', async () => {
  const tree = grownBy([70_000]);
  const hashOf = subtreeHashes(async (level, number) => tree.tiles.get(`${level}/${number}`));
  for (const index of [0, 255, 256, 65_535, 65_536, 69_887, 69_999]) {
    const claim = {
      leafHash: allLeaves[index] ?? Buffer.alloc(0),
      index,
      size: 70_000,
      proof: await inclusionProof(index, 70_000, hashOf),
      root: wholeRoot,
    };
    expect(verifyInclusion(claim)).toBe(true);
  }
});

test('a missing or shortened tile gives no proof', async () => {
  const tree = grownBy([600]);
  const short = tree.tiles.get('0/2')?.subarray(0, 32);
  const gone = subtreeHashes(async () => undefined);
  const cut = subtreeHashes(async () => short);
  const refused = { code: 'log_damaged' };
  await expect(inclusionProof(0, 600, gone)).rejects.toMatchObject(refused);
  await expect(inclusionProof(590, 600, cut)).rejects.toMatchObject(refused);
});

function grownBy(batches: number[]): { size: number; edge: Edge; tiles: Map<string, Buffer> } {
  const tiles = new Map<string, Buffer>();
  let [size, edge]: [number, Edge] = [0, []];
  for (const batch of batches) {
    const grown = growTree(size, edge, allLeaves.slice(size, size + batch));
    for (const { level, number, hashes } of grown.changed) tiles.set(`${level}/${number}`, hashes);
    size += batch;
    edge = grown.edge;
  }
  return { size, edge, tiles };
}

function naiveRoot(size: number): Buffer {
  const frontier = new Frontier();
  for (const leaf of allLeaves.slice(0, size)) frontier.append(leaf);
  return frontier.root();
}

/** MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]) for each i. */
function tileByDefinition(place: string, width: number): Buffer {
  const [level = 0, number = 0] = place.split('/').map(Number);
  const leavesEach = 256 ** level;
  const hashes = Array.from({ length: width }, (_, at) => {
    const first = (number * 256 + at) * leavesEach;
    return perfectRoot(Buffer.concat(allLeaves.slice(first, first + leavesEach)));
  });
  return Buffer.concat(hashes);
}
