import type { Tx } from '../db/tx.ts';
import { hashLength, splitHashes } from './merkle.ts';
import { readTiles } from './tile-rows.ts';
import { tileWidth, type Tile } from './tiles.ts';

export interface TileFault {
  /** The first leaf under the hash that differs. */
  readonly at: number;
  readonly why: 'leaf_differs' | 'tile_differs';
  readonly seen: number;
}

/**
 * Holds computed tiles against the stored ones, which may be wider. At level 0 a hash is a
 * leaf, and it is the event that is not the one in the tree.
 */
export async function firstTileFault(
  tx: Tx,
  log: string,
  computed: readonly Tile[],
): Promise<TileFault | null> {
  const stored = await readTiles(tx, log, computed);
  const faults: TileFault[] = [];
  for (const tile of computed) {
    const at = firstDifference(tile.hashes, stored.get(`${tile.level}/${tile.number}`));
    if (at !== null) faults.push(faultIn(tile, at));
  }
  return faults.sort((a, b) => a.seen - b.seen)[0] ?? null;
}

function faultIn(tile: Tile, hashAt: number): TileFault {
  const leavesEach = tileWidth ** tile.level;
  const at = (tile.number * tileWidth + hashAt) * leavesEach;
  // A leaf shows at once, an upper hash with the last of its leaves.
  return tile.level === 0
    ? { at, why: 'leaf_differs', seen: at }
    : { at, why: 'tile_differs', seen: at + leavesEach };
}

function firstDifference(computed: Buffer, stored: Buffer = Buffer.alloc(0)): number | null {
  const at = splitHashes(computed).findIndex((hash, index) => {
    return !hash.equals(stored.subarray(index * hashLength, (index + 1) * hashLength));
  });
  return at === -1 ? null : at;
}
