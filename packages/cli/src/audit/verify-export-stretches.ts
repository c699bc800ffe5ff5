import { parseEventLine } from './event-line.ts';
import type { ExportFiles } from './export-files.ts';
import { TILE_WIDTH } from './tree.ts';
import type { Stretch } from './verify-export-leaves.ts';

interface Boundary {
  readonly leaf: number;
  /** Where its line begins in `events.ndjson`. */
  readonly from: number;
}

/** Of a million leaves of a kilobyte, a tile is a quarter of it. */
const WINDOW_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** The whole of a log. */
export function wholeLog(size: number): Stretch {
  return { first: 0, end: size, from: 0, to: Number.MAX_SAFE_INTEGER };
}

/**
 * Cuts a log into stretches with about as many bytes of `events.ndjson` each. What its lines say of themselves is only
 * believed for where to cut: together the stretches are always every leaf and every byte, each once, cut where a line
 * begins. So a file that says something else than what is there has a stretch that does not fit.
 * @param wanted - There are fewer where no line is found to begin one.
 */
export function stretchesOf(files: ExportFiles, size: number, wanted: number): readonly Stretch[] {
  const length = files.eventsLength();
  const begins: Boundary[] = [{ leaf: 0, from: 0 }];
  for (let at = 1; at < wanted; at += 1) {
    const next = firstOfTile(files, Math.floor((length * at) / wanted));
    const last = begins.at(-1);
    if (next === undefined || last === undefined || next.leaf >= size) continue;
    if (next.leaf > last.leaf && next.from > last.from) begins.push(next);
  }
  const { end, to } = wholeLog(size);
  return begins.map(({ leaf, from }, at) => ({
    first: leaf,
    from,
    end: begins[at + 1]?.leaf ?? end,
    to: begins[at + 1]?.from ?? to,
  }));
}

/** The first line after a place that is of the first leaf of a tile; undefined where none is near. */
function firstOfTile(files: ExportFiles, place: number): Boundary | undefined {
  const bytes = files.readEvents(place, Buffer.allocUnsafe(WINDOW_BYTES));
  let at = bytes.indexOf(NEWLINE) + 1;
  const here = at > 0 ? leafAt(bytes, at) : undefined;
  if (here === undefined) return undefined;
  const leaf = Math.ceil(here / TILE_WIDTH) * TILE_WIDTH;
  for (let passed = here; passed < leaf; passed += 1) {
    at = bytes.indexOf(NEWLINE, at) + 1;
    if (at === 0) return undefined;
  }
  return leafAt(bytes, at) === leaf ? { leaf, from: place + at } : undefined;
}

function leafAt(bytes: Buffer, at: number): number | undefined {
  const end = bytes.indexOf(NEWLINE, at);
  return end < 0 ? undefined : parseEventLine(bytes.toString('latin1', at, end))?.leaf;
}
