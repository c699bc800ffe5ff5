import { AuditError } from './audit-error.ts';
import { frontierRoot, hashLength, perfectRoot } from './merkle.ts';
import type { SubtreeHash } from './merkle-proofs.ts';

/** The tree as C2SP tlog-tiles cuts it: each level holds every 256th hash of the one below. */
export const tileWidth = 256;
const tileBytes = tileWidth * hashLength;

export interface Tile {
  readonly level: number;
  readonly number: number;
  /** 1 to 256 concatenated hashes. */
  readonly hashes: Buffer;
}

/** By level, the hashes of the last tile where it is not full (empty where it is): all that growing and the root need. */
export type Edge = readonly Buffer[];

export interface TilePlace {
  readonly level: number;
  readonly number: number;
  readonly width: number;
}

/** The partial tiles of a tree of `size` leaves, lowest level first, empty ones included (width 0). */
export function edgePlaces(size: number): TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1) {
    const above = Math.floor(hashes / tileWidth);
    places.push({ level, number: above, width: hashes % tileWidth });
    hashes = above;
  }
  return places;
}

/** How many hashes all tiles of a tree hold. */
export function hashesIn(size: number): number {
  return edgePlaces(size).reduce((sum, { number, width }) => sum + number * tileWidth + width, 0);
}

/** Adds leaf hashes to a tree of `size` leaves. `changed`: each new or wider tile, whole. */
export function growTree(
  size: number,
  edge: Edge,
  leafHashes: readonly Buffer[],
): { changed: Tile[]; edge: Edge } {
  const changed: Tile[] = [];
  const grownEdge = [...edge];
  let added = leafHashes;
  for (let level = 0; added.length > 0; level += 1) {
    const first = Math.floor(size / tileWidth ** (level + 1));
    const hashes = Buffer.concat([edge[level] ?? Buffer.alloc(0), ...added]);
    const tiles = cutTiles(level, first, hashes);
    const full = tiles.filter((tile) => tile.hashes.length === tileBytes);
    changed.push(...tiles);
    grownEdge[level] = hashes.subarray(full.length * tileBytes);
    added = full.map((tile) => perfectRoot(tile.hashes));
  }
  return { changed, edge: grownEdge };
}

export function rootOfEdge(edge: Edge): Buffer {
  return frontierRoot([...edge].reverse().flatMap(perfectSubtrees));
}

/** @throws {@link AuditError} `log_damaged`, from the function returned, where a tile lacks the hash. */
export function subtreeHashes(
  readTile: (level: number, number: number) => Promise<Buffer | undefined>,
): SubtreeHash {
  return async (binaryLevel, index) => {
    const level = Math.floor(binaryLevel / 8);
    const width = 2 ** (binaryLevel % 8);
    const first = index * width;
    const offset = (first % tileWidth) * hashLength;
    const tile = await readTile(level, Math.floor(first / tileWidth));
    const hashes = tile?.subarray(offset, offset + width * hashLength);
    if (hashes?.length !== width * hashLength) {
      throw new AuditError('log_damaged', `a tile of level ${level} is missing or too short`);
    }
    return perfectRoot(hashes);
  };
}

function cutTiles(level: number, first: number, hashes: Buffer): Tile[] {
  return Array.from({ length: Math.ceil(hashes.length / tileBytes) }, (_, at) => ({
    level,
    number: first + at,
    hashes: hashes.subarray(at * tileBytes, (at + 1) * tileBytes),
  }));
}

/** What a partial tile falls into, largest first: one subtree for each bit of its width. */
function perfectSubtrees(hashes: Buffer): Buffer[] {
  const roots: Buffer[] = [];
  let offset = 0;
  for (let width = tileWidth / 2; width >= 1; width /= 2) {
    const end = offset + width * hashLength;
    if (end > hashes.length) continue;
    roots.push(perfectRoot(hashes.subarray(offset, end)));
    offset = end;
  }
  return roots;
}
