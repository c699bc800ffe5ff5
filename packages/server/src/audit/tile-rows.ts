import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';
import { AuditError } from './audit-error.ts';
import { hashLength } from './merkle.ts';
import type { SubtreeHash } from './merkle-proofs.ts';
import { edgePlaces, subtreeHashes, type Edge, type Tile, type TilePlace } from './tiles.ts';

/** @throws {@link AuditError} `log_damaged` if a partial tile is not there at exactly its width. */
export async function readEdge(tx: Tx, log: string, size: number): Promise<Edge> {
  const places = edgePlaces(size);
  const stored = await readTiles(
    tx,
    log,
    places.filter((place) => place.width > 0),
  );
  return places.map(({ level, number, width }) => {
    const hashes = stored.get(`${level}/${number}`) ?? Buffer.alloc(0);
    if (hashes.length !== width * hashLength) {
      throw new AuditError('log_damaged', `log ${log}: the last tile of level ${level} is wrong`);
    }
    return hashes;
  });
}

/** For proofs of a log; each hash is one read of one tile. */
export function storedSubtrees(tx: Tx, log: string): SubtreeHash {
  return subtreeHashes(async (level, number) => {
    const row = await queries(tx)
      .selectFrom('audit_tile')
      .select('hashes')
      .where('log', '=', log)
      .where('level', '=', level)
      .where('number', '=', number)
      .executeTakeFirst();
    return row?.hashes;
  });
}

/** The stored form of these tiles, by `level/number`; a tile that is not stored is left out. */
export async function readTiles(
  tx: Tx,
  log: string,
  places: readonly Pick<TilePlace, 'level' | 'number'>[],
): Promise<Map<string, Buffer>> {
  if (places.length === 0) return new Map();
  const rows = await queries(tx)
    .selectFrom('audit_tile')
    .select(['level', 'number', 'hashes'])
    .where('log', '=', log)
    .where((eb) => eb.or(places.map(({ level, number }) => eb.and({ level, number }))))
    .execute();
  return new Map(rows.map(({ level, number, hashes }) => [`${level}/${number}`, hashes]));
}

export async function writeTiles(tx: Tx, log: string, tiles: readonly Tile[]): Promise<void> {
  const rows = tiles.map(({ level, number, hashes }) => {
    return { log, level, number, width: hashes.length / hashLength, hashes };
  });
  await queries(tx)
    .insertInto('audit_tile')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['log', 'level', 'number']).doUpdateSet((eb) => ({
        width: eb.ref('excluded.width'),
        hashes: eb.ref('excluded.hashes'),
      })),
    )
    .execute();
}
