import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import { AuditError } from './audit-error.ts';
import type { CheckpointKey } from './audit-keys.ts';
import { beginLeafHash, beginsRightly } from './begin-leaf.ts';
import { openCheckpoint } from './checkpoint.ts';
import { hashLength, perfectRoot } from './merkle.ts';
import { readEdge, readTiles } from './tile-rows.ts';
import { hashesIn, rootOfEdge, tileWidth } from './tiles.ts';
import { checkEvent, type IndexProof } from './verify-event.ts';
import {
  readCheckpoints,
  readEvents,
  readHead,
  readTotals,
  type LogTotals,
  type StoredLeaf,
} from './verify-rows.ts';
import type { AuditFault } from './verify.ts';

export interface PageOptions {
  readonly db: Database;
  readonly checkpointKey: CheckpointKey;
  readonly log: string;
  /** A multiple of 256. */
  readonly from: number;
  readonly indexes: IndexProof;
}

export interface PageVerdict {
  /** Where the next page begins; 0 after the last. */
  readonly next: number;
  readonly fault: { readonly at: number; readonly why: AuditFault } | null;
}

/**
 * One tile's worth of a log, for a check that goes on in the background: events, their search tokens, their leaves in the
 * tile, and the tile up to the root of the last checkpoint. The last page also counts what belongs to no leaf. All pages
 * together prove what `verifyLog` does, at different moments and without the older checkpoints.
 */
export async function checkPage(options: PageOptions): Promise<PageVerdict> {
  return options.db.transaction((tx) => checkSnapshot(tx, options), {
    isolation: 'repeatable read',
    readOnly: true,
  });
}

type Head = Pick<LogTotals, 'signedSize' | 'headSize' | 'beginsWith'>;

async function checkSnapshot(tx: Tx, options: PageOptions): Promise<PageVerdict> {
  const { log, from } = options;
  const head = await readHead(tx, log);
  const size = head.signedSize;
  const signed = await signedFault(tx, options, head);
  if (signed !== null) return { next: from, fault: { at: size, why: signed } };
  const page = await pageFault(tx, options, head);
  if (page !== null) return { next: from, fault: page };
  const next = from + tileWidth;
  if (next < size) return { next, fault: null };
  const why = restFault(await readTotals(tx, log));
  return why === null ? { next: 0, fault: null } : { next: from, fault: { at: size, why } };
}

/** Whether the tree's edge, which every page leads up to, is what was signed last. */
async function signedFault(
  tx: Tx,
  { log, checkpointKey }: PageOptions,
  { signedSize: size, headSize, beginsWith }: Head,
): Promise<AuditFault | null> {
  if (beginsWith === undefined) return 'begin_differs';
  if (!(await beginsRightly(tx, checkpointKey, { log, beginsWith }))) return 'begin_differs';
  if (headSize !== size) return 'head_differs';
  if (size === 0) return null;
  const note = (await readCheckpoints(tx, log, { after: size - 1, upTo: size })).get(size) ?? '';
  try {
    const checkpoint = openCheckpoint(note, checkpointKey, log);
    if (checkpoint.size !== size) return 'root_differs';
    return checkpoint.root.equals(rootOfEdge(await readEdge(tx, log, size)))
      ? null
      : 'root_differs';
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return error.code === 'log_damaged' ? 'tile_differs' : 'checkpoint_not_authentic';
  }
}

async function pageFault(
  tx: Tx,
  options: PageOptions,
  { signedSize, beginsWith }: Head,
): Promise<PageVerdict['fault']> {
  const { log, from } = options;
  const to = Math.min(from + tileWidth, signedSize);
  const events = await readEvents(tx, log, from, tileWidth);
  const hashes = from === 0 && beginsWith != null && to > 0 ? [beginLeafHash(beginsWith)] : [];
  for (const event of events) {
    const at = from + hashes.length;
    // What stands behind the last leaf is counted at the end.
    if (event.leaf_index >= to && at >= to) break;
    const checked = checkLeaf(event, at, options);
    if (typeof checked === 'string') return { at, why: checked };
    hashes.push(checked);
  }
  if (from + hashes.length < to) return { at: from + hashes.length, why: 'row_missing' };
  return hashes.length === 0 ? null : tileFault(tx, log, { from, hashes });
}

function checkLeaf(event: StoredLeaf, at: number, { indexes }: PageOptions): Buffer | AuditFault {
  if (event.leaf_index !== at) return event.leaf_index < at ? 'row_added' : 'row_missing';
  const checked = checkEvent(event, indexes);
  return 'fault' in checked ? checked.fault : checked.leafHash;
}

/** A full tile is one hash of the tile above it, and so on; a tile that is not full is part of the edge. */
async function tileFault(
  tx: Tx,
  log: string,
  page: { readonly from: number; readonly hashes: readonly Buffer[] },
): Promise<PageVerdict['fault']> {
  const { from } = page;
  let hashes: Buffer = Buffer.concat(page.hashes);
  let number = from / tileWidth;
  for (let level = 0; ; level += 1) {
    const stored = (await readTiles(tx, log, [{ level, number }])).get(`${level}/${number}`);
    if (level > 0) {
      // All that is known of this tile from below is its last hash so far.
      const at = (hashes.length / hashLength - 1) * hashLength;
      if (stored?.subarray(at, at + hashLength).equals(hashes.subarray(at)) !== true)
        return { at: from, why: 'tile_differs' };
      if (stored.length !== tileWidth * hashLength || at / hashLength !== tileWidth - 1)
        return null;
      hashes = stored;
    } else if (stored?.equals(hashes) !== true) {
      const at = page.hashes.findIndex(
        (hash, index) =>
          stored?.subarray(index * hashLength, (index + 1) * hashLength).equals(hash) !== true,
      );
      return at === -1 ? { at: from, why: 'tile_differs' } : { at: from + at, why: 'leaf_differs' };
    }
    if (hashes.length !== tileWidth * hashLength) return null;
    const root = perfectRoot(hashes);
    const place = number % tileWidth;
    number = Math.floor(number / tileWidth);
    hashes = Buffer.concat([Buffer.alloc(place * hashLength), root]);
  }
}

/** Counts of the whole log; the pages have seen everything that has its place. */
function restFault(totals: LogTotals): AuditFault | null {
  const { signedSize: size, leaves, tileHashes, strays, orphans, beginsWith } = totals;
  const begin = beginsWith != null && size > 0 ? 1 : 0;
  if (leaves !== size - begin) return 'row_added';
  if (tileHashes !== hashesIn(size)) return 'tile_differs';
  if (strays > 0) return 'event_outside_log';
  return orphans > 0 ? 'pending_without_event' : null;
}
