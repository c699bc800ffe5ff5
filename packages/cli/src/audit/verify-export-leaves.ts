import { CliError } from '../cli-error.ts';
import { keyNamed, openNote } from '../signed-note.ts';
import { parseEventLine, type EventLine } from './event-line.ts';
import { splitBundle, type EventLines, type ExportFiles, type LineRange } from './export-files.ts';
import type { ExportFault } from './fault.ts';
import { HASH_BYTES, putLeafHash, TILE_WIDTH } from './tree.ts';

/** An export that is being held against the key that must have signed it. */
export interface SignedExport {
  readonly files: ExportFiles;
  readonly verifierKey: string;
  /** Of the signed log, in leaves. */
  readonly size: number;
}

/** Leaves in a row, whole tiles but for the log's last one, and where their lines are. */
export interface Stretch extends LineRange {
  readonly first: number;
  /** The leaf after the last one. */
  readonly end: number;
}

export interface Destroyed {
  readonly cores: number;
  readonly details: number;
}

/** Ends the walk where the first thing does not fit: everything after it would not fit either. */
export class Found extends Error {
  readonly at: number;
  readonly why: ExportFault;
  constructor(at: number, why: ExportFault) {
    super(why);
    this.at = at;
    this.why = why;
  }
}

interface Walk extends SignedExport {
  readonly lines: EventLines;
  /** The line that is next, read ahead of its leaf. */
  line: EventLine | undefined;
  cores: number;
  details: number;
}

const LEAF_HEAD = Buffer.from('wardkeep-audit/1\n');
const BEGIN_HEAD = 'wardkeep-audit-begin/1\n';
const EVENT_AT = LEAF_HEAD.length;
const UUID_LENGTH = 36;
const COMMITMENT_LENGTH = 44;

/**
 * Holds the leaves of a stretch against their rows, and their hashes against the tiles of level 0. In its range of
 * lines there must be its own lines and no other.
 * @param onTile - Is told each tile that fits: its first leaf, and the hashes of its leaves.
 * @throws {@link Found}
 */
export function checkStretch(
  signed: SignedExport,
  stretch: Stretch,
  onTile: (first: number, hashes: Buffer) => void,
): Destroyed {
  const lines = signed.files.openEvents(stretch);
  try {
    const walk: Walk = { ...signed, lines, line: undefined, cores: 0, details: 0 };
    walk.line = nextLine(walk, stretch.first);
    for (let { first } = stretch; first < stretch.end; first += TILE_WIDTH) {
      onTile(first, checkTile(walk, first));
    }
    if (walk.line !== undefined) throw new Found(walk.line.leaf, 'row_added');
    return { cores: walk.cores, details: walk.details };
  } finally {
    lines.close();
  }
}

/** The leaves of one tile: each leaf's row, its bytes and its hash. */
function checkTile(walk: Walk, first: number): Buffer {
  const width = Math.min(TILE_WIDTH, walk.size - first);
  const number = first / TILE_WIDTH;
  const bundle = walk.files.tile('entries', number, width);
  const entries = (bundle && splitBundle(bundle)) ?? [];
  const tile = walk.files.tile(0, number, width) ?? Buffer.alloc(0);
  const hashes = Buffer.alloc(width * HASH_BYTES);
  for (let at = 0; at < width; at += 1) {
    putLeafHash(entries[at] ?? Buffer.alloc(0), hashes, at * HASH_BYTES);
  }
  const fitting = fittingHashes(hashes, tile);
  // What is wrong with a leaf's row is told before what is wrong with its hash.
  for (let at = 0; at < Math.min(width, fitting + 1); at += 1) {
    takeRow(walk, first + at, entries[at] ?? Buffer.alloc(0));
  }
  if (fitting < width) {
    const isCut = tile.length < (fitting + 1) * HASH_BYTES;
    throw new Found(first + fitting, isCut ? 'tile_differs' : 'leaf_differs');
  }
  if (entries.length > width) throw new Found(first + width, 'row_added');
  if (tile.length > hashes.length) throw new Found(first, 'tile_differs');
  return hashes;
}

/** How many hashes are the stored ones, from the first on. */
function fittingHashes(hashes: Buffer, stored: Buffer): number {
  if (hashes.equals(stored)) return hashes.length / HASH_BYTES;
  let same = 0;
  while (same < hashes.length && hashes[same] === stored[same]) same += 1;
  return Math.floor(same / HASH_BYTES);
}

/** Holds the row of a leaf against the leaf, and reads the next row. */
function takeRow(walk: Walk, leaf: number, entry: Buffer): void {
  const { line } = walk;
  if (line === undefined || line.leaf > leaf) throw new Found(leaf, 'row_missing');
  if (line.leaf < leaf) throw new Found(line.leaf, 'row_added');
  if (line.begins) requireBeginning(walk, leaf, entry);
  else requireEvent(line, entry);
  walk.cores += line.isCoreDestroyed ? 1 : 0;
  walk.details += line.isDetailDestroyed ? 1 : 0;
  walk.line = nextLine(walk, leaf + 1);
}

function requireEvent({ leaf, event, commitment }: EventLine, entry: Buffer): void {
  if (entry.length === 0) throw new Found(leaf, 'leaf_differs');
  const stated = entry.toString('latin1', entry.length - COMMITMENT_LENGTH - 1, entry.length - 1);
  if (commitment !== stated) throw new Found(leaf, 'commitment_differs');
  const isEvent =
    entry.subarray(0, EVENT_AT).equals(LEAF_HEAD) &&
    entry.toString('latin1', EVENT_AT, EVENT_AT + UUID_LENGTH) === event;
  if (!isEvent) throw new Found(leaf, 'leaf_differs');
}

/** Leaf 0 of a log that follows another: a checkpoint of the one before, by the same signer. */
function requireBeginning(walk: Walk, leaf: number, entry: Buffer): void {
  const note = walk.files.beginsWith();
  const isRight =
    leaf === 0 &&
    note !== undefined &&
    entry.equals(Buffer.from(BEGIN_HEAD + note)) &&
    isSignedByUs(note, walk.verifierKey);
  if (!isRight) throw new Found(leaf, 'begin_differs');
}

function isSignedByUs(note: string, verifierKey: string): boolean {
  try {
    openNote(note, keyNamed(note.slice(0, note.indexOf('\n')), verifierKey));
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}

function nextLine({ lines }: Walk, leaf: number): EventLine | undefined {
  const text = lines.next();
  if (text === undefined) return undefined;
  const line = parseEventLine(text);
  if (line === undefined) throw new Found(leaf, 'row_unreadable');
  return line;
}
