import { yearOfLog } from '../db/log-names.ts';
import { queries } from '../db/queries.ts';
import type { Database } from '../db/database.ts';
import { beginLeafBytes } from './begin-leaf.ts';
import { leafBytes } from './leaf.ts';
import { hashLength } from './merkle.ts';
import { edgePlaces, tileWidth, type Tile } from './tiles.ts';

/** A whole number of tiles. */
const PAGE = 16 * tileWidth;
const TILES_A_PAGE = 64;

/** The next leaves of a log, from a multiple of {@link tileWidth} on. */
export interface ExportPage {
  readonly first: number;
  /** Each leaf's bytes; empty where the database has no event that could be one. */
  readonly entries: readonly Buffer[];
  /** One for each leaf that has a row: docs/verify-the-log.md, "events.ndjson". */
  readonly lines: readonly ExportedLine[];
}

export interface ExportedHalf {
  /** Base64. Salt and sealed value, or the hash that is left. */
  readonly salt?: string;
  readonly sealed?: string;
  readonly hash?: string;
}

export type ExportedLine =
  | { readonly leaf: number; readonly begins: true }
  | {
      readonly leaf: number;
      readonly event: string;
      readonly core: ExportedHalf;
      readonly detail: ExportedHalf;
    };

export interface ExportedLog {
  readonly db: Database;
  readonly log: string;
  /** Of the checkpoint that is exported; what was added since is left out. */
  readonly size: number;
  readonly beginsWith: string | null;
}

/**
 * A log as the database has it, page by page, each page in a transaction of its own: leaves never change, and a half that
 * is destroyed meanwhile leaves its hash. Nothing is verified: what is wrong with the log is for its reader to find.
 */
export async function* exportPages(exported: ExportedLog): AsyncGenerator<ExportPage> {
  for (let first = 0; first < exported.size; first += PAGE) {
    const end = Math.min(first + PAGE, exported.size);
    yield exportPage({ ...exported, first, end }, await readRows(exported, first, end));
  }
}

/** @param rows - Of these leaves, those that there are. */
export function exportPage(
  {
    first,
    end,
    beginsWith,
  }: Pick<ExportedLog, 'beginsWith'> & { readonly first: number; readonly end: number },
  rows: readonly ExportedRow[],
): ExportPage {
  const entries: Buffer[] = Array.from({ length: end - first }, () => Buffer.alloc(0));
  const lines: ExportedLine[] = [];
  if (first === 0 && beginsWith !== null) {
    entries[0] = beginLeafBytes(beginsWith);
    lines.push({ leaf: 0, begins: true });
  }
  for (const row of rows) {
    entries[row.leaf_index - first] = entryOf(row);
    lines.push(lineOf(row));
  }
  return { first, entries, lines };
}

/** The stored tiles, cut to the exported size; one that is not stored, or too short, is cut to what there is. */
export async function* exportTiles({ db, log, size }: ExportedLog): AsyncGenerator<Tile> {
  for (const { level, number: full, width } of edgePlaces(size)) {
    const count = full + (width > 0 ? 1 : 0);
    for (let first = 0; first < count; first += TILES_A_PAGE) {
      const rows = await readTileRows(db, { log, level, first, end: first + TILES_A_PAGE });
      const wanted = rows.filter(({ number }) => number < count);
      yield* wanted.map(({ number, hashes }) => {
        const most = (number === full ? width : tileWidth) * hashLength;
        return { level, number, hashes: hashes.subarray(0, most) };
      });
    }
  }
}

/** What a page needs of each event. */
export type ExportedRow = Awaited<ReturnType<typeof readRows>>[number];

async function readRows({ db, log }: ExportedLog, first: number, end: number) {
  return db.transaction(
    (tx) =>
      queries(tx)
        .selectFrom('audit_leaf')
        .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
        .select(['audit_leaf.leaf_index', 'audit_leaf.event_id', 'occurred_ms', 'event_type'])
        .select(['outcome', 'commitment'])
        .select(['salt_core', 'core', 'core_hash', 'salt_detail', 'detail', 'detail_hash'])
        .where('audit_leaf.log', '=', log)
        .where('audit_leaf.leaf_index', '>=', first)
        .where('audit_leaf.leaf_index', '<', end)
        .where('audit_event.log', '=', yearOfLog(log))
        .orderBy('audit_leaf.leaf_index')
        .execute(),
    { readOnly: true },
  );
}

async function readTileRows(
  db: Database,
  {
    log,
    level,
    first,
    end,
  }: {
    readonly log: string;
    readonly level: number;
    readonly first: number;
    readonly end: number;
  },
) {
  return db.transaction(
    (tx) =>
      queries(tx)
        .selectFrom('audit_tile')
        .select(['number', 'hashes'])
        .where('log', '=', log)
        .where('level', '=', level)
        .where('number', '>=', first)
        .where('number', '<', end)
        .orderBy('number')
        .execute(),
    { readOnly: true },
  );
}

/** A column that somebody altered may leave nothing that could be a leaf. */
function entryOf(row: ExportedRow): Buffer {
  const { event_id: eventId, occurred_ms: occurredAtMs, event_type: action, outcome } = row;
  try {
    return leafBytes({ eventId, occurredAtMs, action, outcome, commitment: row.commitment });
  } catch {
    return Buffer.alloc(0); // The reader misses the leaf, and says which.
  }
}

function lineOf(row: ExportedRow): ExportedLine {
  return {
    leaf: row.leaf_index,
    event: row.event_id,
    core: halfOf(row.salt_core, row.core, row.core_hash),
    detail: halfOf(row.salt_detail, row.detail, row.detail_hash),
  };
}

function halfOf(salt: Buffer | null, sealed: Uint8Array | null, hash: Buffer | null): ExportedHalf {
  return {
    ...(salt === null ? {} : { salt: salt.toString('base64') }),
    ...(sealed === null ? {} : { sealed: Buffer.from(sealed).toString('base64') }),
    ...(hash === null ? {} : { hash: hash.toString('base64') }),
  };
}
