import type { Database } from '../db/database.ts';
import type { Tx } from '../db/tx.ts';
import { AuditError } from './audit-error.ts';
import { beginLeafHash, beginsRightly, leavesBefore } from './begin-leaf.ts';
import type { CheckpointKey } from './audit-keys.ts';
import { openCheckpoint } from './checkpoint.ts';
import { Frontier } from './merkle.ts';
import { growTree, hashesIn, type Edge } from './tiles.ts';
import { checkEvent, type IndexProof, type LeafFault } from './verify-event.ts';
import {
  readCheckpoints,
  readEvents,
  readTotals,
  type LogTotals,
  type StoredLeaf,
} from './verify-rows.ts';
import { firstTileFault } from './verify-tiles.ts';

/**
 * - `commitment_differs`, `leaf_differs`, `index_differs`: the event is not the one that was sequenced.
 * - `row_missing`: no event has this leaf. `row_added`: more events have leaves than were signed.
 * - `tile_differs`: the stored tree is not the tree of the events.
 * - `checkpoint_not_authentic`, `root_differs`: a stored checkpoint is not signed, or is of another tree; `at` is then the
 *   size up to which an earlier one still vouches.
 * - `begin_differs`: the log's first leaf is not a checkpoint of the log before, or the log was never begun.
 * - `head_differs`: the head's size is not the newest checkpoint's.
 * - `event_outside_log`, `pending_without_event`: an event that waits for no leaf, a wait for an event that is gone.
 */
export type AuditFault =
  | LeafFault
  | 'row_missing'
  | 'row_added'
  | 'tile_differs'
  | 'checkpoint_not_authentic'
  | 'root_differs'
  | 'begin_differs'
  | 'head_differs'
  | 'event_outside_log'
  | 'pending_without_event';

/** `at`: the first leaf that does not fit; the log's size where the fault is behind its last leaf. */
export type AuditVerdict =
  | { readonly ok: true; readonly size: number; readonly root: Buffer }
  | { readonly ok: false; readonly at: number; readonly why: AuditFault };

export interface VerifyOptions {
  readonly db: Database;
  readonly checkpointKey: CheckpointKey;
  readonly log: string;
  /** With it, each event's search tokens, which are not in the leaf, are compared with what its core seals. */
  readonly indexes?: IndexProof;
}

/**
 * Recomputes a log from its events, in one snapshot and while the service runs: commitments, leaves, tiles, and the root
 * and signature of each stored checkpoint. It compares the database with itself and with the checkpoint key: who holds
 * that key can rebuild everything, which only a checkpoint kept elsewhere shows.
 */
export async function verifyLog(options: VerifyOptions): Promise<AuditVerdict> {
  return options.db.transaction((tx) => verifySnapshot(tx, options), {
    isolation: 'repeatable read',
    readOnly: true,
  });
}

/** What the leaves so far add up to. */
interface Walk {
  size: number;
  edge: Edge;
  /** The size of the last checkpoint that fitted. */
  vouched: number;
  readonly frontier: Frontier;
  /** The note that is leaf 0; null where leaf 0 is an event, or the log has no leaf yet. */
  begin: string | null;
}

// `seen`: how many leaves had to be read before it showed. The fault that shows first is the one to tell.
type SeenFault = { readonly at: number; readonly why: AuditFault; readonly seen: number };

async function verifySnapshot(tx: Tx, options: VerifyOptions): Promise<AuditVerdict> {
  const totals = await readTotals(tx, options.log);
  const walk: Walk = { size: 0, edge: [], vouched: 0, begin: null, frontier: new Frontier() };
  const begun = await walkBegin(tx, walk, totals, options);
  if (begun !== null) return { ok: false, at: 0, why: begun };
  for (;;) {
    const events = await readEvents(tx, options.log, walk.size);
    if (events.length === 0) break;
    const faults = await walkPage(tx, walk, events, { ...options, signedSize: totals.signedSize });
    const [first] = faults.sort((a, b) => a.seen - b.seen);
    if (first !== undefined) return { ok: false, at: first.at, why: first.why };
  }
  const { size } = walk;
  const fail = (why: AuditFault): AuditVerdict => ({ ok: false, at: size, why });
  if (size < totals.signedSize) return fail('row_missing');
  if (totals.leaves !== size - leavesBefore(walk.begin)) return fail('row_added');
  if (totals.headSize !== size) return fail('head_differs');
  if (totals.tileHashes !== hashesIn(size)) return fail('tile_differs');
  if (totals.strays > 0) return fail('event_outside_log');
  if (totals.orphans > 0) return fail('pending_without_event');
  return { ok: true, size, root: walk.frontier.root() };
}

/** Leaf 0 of a log that follows another is no event. Before the first pass the log has no leaf at all. */
async function walkBegin(
  tx: Tx,
  walk: Walk,
  { beginsWith, signedSize, leaves }: LogTotals,
  options: VerifyOptions,
): Promise<AuditFault | null> {
  const { log, checkpointKey } = options;
  if (beginsWith === undefined) return signedSize > 0 || leaves > 0 ? 'begin_differs' : null;
  if (!(await beginsRightly(tx, checkpointKey, { log, beginsWith }))) return 'begin_differs';
  if (beginsWith === null || signedSize === 0) return null;
  const hash = beginLeafHash(beginsWith);
  const grown = growTree(0, [], [hash]);
  if ((await firstTileFault(tx, log, grown.changed)) !== null) return 'begin_differs';
  walk.frontier.append(hash);
  Object.assign(walk, { size: 1, edge: grown.edge, begin: beginsWith });
  const note = (await readCheckpoints(tx, log, { after: 0, upTo: 1 })).get(1);
  return note === undefined ? null : checkpointFault(walk, note, options);
}

async function walkPage(
  tx: Tx,
  walk: Walk,
  events: readonly StoredLeaf[],
  options: VerifyOptions & { signedSize: number },
): Promise<SeenFault[]> {
  const first = walk.size;
  const leaves = takeLeaves(first, events, options);
  const grown = growTree(first, walk.edge, leaves.hashes);
  const tileFault = await firstTileFault(tx, options.log, grown.changed);
  const notes = await readCheckpoints(tx, options.log, {
    after: first,
    upTo: first + leaves.hashes.length,
  });
  const rootFault = vouchPage(walk, leaves.hashes, notes, options);
  walk.edge = grown.edge;
  return [leaves.fault, tileFault, rootFault].filter((fault) => fault !== null);
}

function takeLeaves(
  first: number,
  events: readonly StoredLeaf[],
  options: VerifyOptions & { signedSize: number },
): { hashes: Buffer[]; fault: SeenFault | null } {
  const hashes: Buffer[] = [];
  for (const event of events) {
    const index = first + hashes.length;
    const fault = (why: AuditFault, at = index) => ({ hashes, fault: { at, why, seen: index } });
    if (event.leaf_index < index) return fault('row_added', event.leaf_index);
    if (event.leaf_index > index) return fault('row_missing');
    if (index >= options.signedSize) return fault('row_added');
    const checked = checkEvent(event, options.indexes);
    if ('fault' in checked) return fault(checked.fault);
    hashes.push(checked.leafHash);
  }
  return { hashes, fault: null };
}

/** Grows the walk by a page and holds it against each checkpoint on the way. */
function vouchPage(
  walk: Walk,
  hashes: readonly Buffer[],
  notes: ReadonlyMap<number, string>,
  options: VerifyOptions,
): SeenFault | null {
  for (const hash of hashes) {
    walk.frontier.append(hash);
    walk.size += 1;
    const note = notes.get(walk.size);
    if (note === undefined) continue;
    const why = checkpointFault(walk, note, options);
    if (why !== null) return { at: walk.vouched, why, seen: walk.size };
    walk.vouched = walk.size;
  }
  return null;
}

function checkpointFault(walk: Walk, note: string, options: VerifyOptions): AuditFault | null {
  try {
    const { size, root } = openCheckpoint(note, options.checkpointKey, options.log);
    return size === walk.size && root.equals(walk.frontier.root()) ? null : 'root_differs';
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return 'checkpoint_not_authentic';
  }
}
