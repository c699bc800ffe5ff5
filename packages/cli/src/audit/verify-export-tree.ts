import type { ExportFiles } from './export-files.ts';
import { HASH_BYTES, perfectRoot, rootOf, TILE_WIDTH } from './tree.ts';
import { Found } from './verify-export-leaves.ts';

/** What is above the leaves, as far as it has grown; each tile of it is compared when it is full, or at the end. */
export interface GrowingTree {
  readonly files: ExportFiles;
  /** By level, the hashes of the tile that is being filled. */
  readonly edge: Buffer[];
}

export function newTree(files: ExportFiles): GrowingTree {
  return { files, edge: [Buffer.alloc(0)] };
}

/**
 * @param first - The first leaf of a tile of level 0.
 * @param hashes - Of its leaves.
 * @throws {@link Found}
 */
export function addTile(tree: GrowingTree, first: number, hashes: Buffer): void {
  if (isFull(hashes)) addRoot(tree, { leaf: first, level: 1, root: perfectRoot(hashes) });
  else tree.edge[0] = hashes;
}

/**
 * A tile that is full is one hash of the level above.
 * @param root - Of a full tile of the level below `level`, which the `leaf` is under.
 * @throws {@link Found}
 */
export function addRoot(
  tree: GrowingTree,
  { leaf, level, root }: { leaf: number; level: number; root: Buffer },
): void {
  const hashes = Buffer.concat([tree.edge[level] ?? Buffer.alloc(0), root]);
  tree.edge[level] = isFull(hashes) ? Buffer.alloc(0) : hashes;
  if (!isFull(hashes)) return;
  checkUpper(tree, leaf, { level, hashes });
  addRoot(tree, { leaf, level: level + 1, root: perfectRoot(hashes) });
}

/**
 * Compares the tiles that are not full, and says what the root is.
 * @throws {@link Found}
 */
export function finishTree(tree: GrowingTree, size: number): string | undefined {
  for (const [level, hashes] of tree.edge.entries()) {
    if (level > 0 && hashes.length > 0) checkUpper(tree, size, { level, hashes });
  }
  return rootOf(tree.edge)?.toString('base64');
}

/** @param leaf - Any under this tile. */
function checkUpper(
  { files }: GrowingTree,
  leaf: number,
  { level, hashes }: { level: number; hashes: Buffer },
): void {
  const leavesEach = TILE_WIDTH ** level;
  const number = Math.floor(leaf / (leavesEach * TILE_WIDTH));
  const stored = files.tile(level, number, hashes.length / HASH_BYTES) ?? Buffer.alloc(0);
  if (stored.equals(hashes)) return;
  let same = 0;
  while (stored[same] === hashes[same] && same < hashes.length) same += 1;
  const at =
    number * TILE_WIDTH + Math.min(Math.floor(same / HASH_BYTES), hashes.length / HASH_BYTES - 1);
  throw new Found(at * leavesEach, 'tile_differs');
}

function isFull(hashes: Buffer): boolean {
  return hashes.length === TILE_WIDTH * HASH_BYTES;
}
