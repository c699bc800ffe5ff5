import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli-error.ts';
import { TILE_WIDTH } from './tree.ts';

/** What `wardkeep audit export` wrote: docs/verify-the-log.md, "The files". */
export interface ExportFiles {
  readonly directory: string;
  /** @throws {@link CliError} `bad_file` */
  text(name: 'checkpoint' | 'log.vkey'): string;
  /** Undefined where there is none. */
  beginsWith(): string | undefined;
  /** @param level - `entries` for what the leaves are. Undefined where there is none. */
  tile(level: number | 'entries', number: number, width: number): Buffer | undefined;
  /** Line by line, and undefined after the last. */
  openEvents(range: LineRange): EventLines;
  /** How long `events.ndjson` is. */
  eventsLength(): number;
  /** What is in `events.ndjson` from a place on: as much as `into` holds, less at its end. */
  readEvents(from: number, into: Buffer): Buffer;
}

/** Bytes of `events.ndjson`; `from` where a line begins, `to` behind the end of one. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface EventLines {
  next(): string | undefined;
  close(): void;
}

const EVENTS = 'events.ndjson';
const CHUNK_BYTES = 1024 * 1024;

export function exportFiles(directory: string): ExportFiles {
  return {
    directory,
    text: (name) => {
      const bytes = readIfThere(path.join(directory, name));
      if (bytes !== undefined) return bytes.toString('utf8');
      throw new CliError(
        'bad_file',
        `${directory} is no export of an audit log, or not a whole one: it has no ${name}.`,
      );
    },
    beginsWith: () => readIfThere(path.join(directory, 'begins-with'))?.toString('utf8'),
    tile: (level, number, width) =>
      readIfThere(path.join(directory, 'tile', String(level), tilePath(number, width))),
    openEvents: (range) => linesOf(path.join(directory, EVENTS), range),
    eventsLength: () => withEvents(directory, (handle) => fstatSync(handle).size),
    readEvents: (from, into) =>
      withEvents(directory, (handle) => into.subarray(0, readWhole(handle, into, from))),
  };
}

/** C2SP tlog-tiles: 1234067 is `x001/x234/067`, and one that is not full ends in `.p/` and its width. */
function tilePath(number: number, width: number): string {
  const last = String(number % 1000).padStart(3, '0');
  let name = width === TILE_WIDTH ? last : `${last}.p/${width}`;
  for (let rest = Math.floor(number / 1000); rest > 0; rest = Math.floor(rest / 1000))
    name = `x${String(rest % 1000).padStart(3, '0')}/${name}`;
  return name;
}

/** Each entry with its length before it, in two bytes; undefined where the lengths do not add up. */
export function splitBundle(bundle: Buffer): Buffer[] | undefined {
  const entries: Buffer[] = [];
  let at = 0;
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) return undefined;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return at === bundle.length ? entries : undefined;
}

function withEvents<T>(directory: string, read: (handle: number) => T): T {
  const handle = opened(path.join(directory, EVENTS));
  try {
    return read(handle);
  } finally {
    closeSync(handle);
  }
}

function readWhole(handle: number, into: Buffer, from: number): number {
  let done = 0;
  for (;;) {
    const bytes = readSync(handle, into, done, into.length - done, from + done);
    done += bytes;
    if (bytes === 0) return done;
  }
}

function linesOf(file: string, { from, to }: LineRange): EventLines {
  const handle = opened(file);
  let next = from;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let lines: string[] = [];
  let at = 0;
  let rest = '';
  let isOver = false;
  const refill = (): void => {
    const bytes = readSync(handle, chunk, 0, Math.min(CHUNK_BYTES, to - next), next);
    next += bytes;
    isOver = bytes === 0;
    lines = (rest + chunk.toString('latin1', 0, bytes)).split('\n');
    // A last line without its end is one all the same, and is read as what it is.
    rest = isOver ? '' : (lines.pop() ?? '');
    at = 0;
  };
  return {
    next: () => {
      for (;;) {
        const line = lines[at];
        at += 1;
        if (line !== undefined && line !== '') return line;
        if (line === undefined && isOver) return undefined;
        if (line === undefined) refill();
      }
    },
    close: () => {
      closeSync(handle);
    },
  };
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    throw new CliError('bad_file', `${file} can’t be read.`, { cause });
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (
      cause instanceof Error &&
      'code' in cause &&
      (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
    )
      return undefined;
    throw new CliError('bad_file', `${file} can’t be read.`, { cause });
  }
}
