import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import type { ExportPage, SignedLog, Tile } from '../audit/index.ts';
import type { ControlProgress } from './control-answer.ts';
import { OperatorError } from './operator-error.ts';

const TILE_WIDTH = 256;
const HASH_BYTES = 32;
const OWNER_ONLY = { mode: 0o600, flag: 'wx' } as const;

export interface AuditExport {
  readonly log: string;
  readonly size: number;
  /** Leaves that the database has nothing for; the first of them, or null. */
  readonly missing: number;
  readonly firstMissing: number | null;
}

/** A log as it was when it was signed, from the database. */
export interface ExportSource {
  readonly signed: SignedLog;
  readonly pages: AsyncIterable<ExportPage>;
  readonly tiles: AsyncIterable<Tile>;
}

/**
 * Writes a log into a new directory as C2SP tlog-tiles, with what its leaves commit to: docs/verify-the-log.md. The
 * checkpoint comes last, so that what was cut off can be told.
 * @param directory - Absolute; it must not exist. Removed again when this throws.
 * @throws OperatorError `bad_request` when it can't be made there.
 */
export async function writeAuditExport(
  { signed, pages, tiles }: ExportSource,
  {
    directory,
    onProgress,
  }: {
    readonly directory: string;
    readonly onProgress: (progress: ControlProgress) => void;
  },
): Promise<AuditExport> {
  await makeDirectory(directory);
  try {
    const missing = await writeLeaves(pages, directory, (done) => {
      onProgress({ phase: 'export', done, total: signed.size });
    });
    for await (const { level, number, hashes } of tiles) {
      const width = hashes.length / HASH_BYTES;
      if (width > 0)
        await writeTile(path.join(directory, 'tile', String(level)), number, {
          width,
          bytes: hashes,
        });
    }
    if (signed.beginsWith !== null)
      await writeFile(path.join(directory, 'begins-with'), signed.beginsWith, OWNER_ONLY);
    await writeFile(path.join(directory, 'log.vkey'), `${signed.verifierKey}\n`, OWNER_ONLY);
    await writeLast(path.join(directory, 'checkpoint'), signed.checkpoint);
    return { log: signed.log, size: signed.size, ...missing };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Where a tile or a bundle of entries lies under its level (C2SP tlog-tiles): 1234067 is `x001/x234/067`. */
export function tilePath(number: number, width: number): string {
  const digits = String(number).padStart(3 * Math.ceil(String(number).length / 3), '0');
  const parts = digits.match(/.{3}/g) ?? [];
  const name = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join('/');
  return width === TILE_WIDTH ? name : `${name}.p/${width}`;
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (cause) {
    throw new OperatorError(
      'bad_request',
      'The directory can’t be made: it must not exist yet, its parent must, and the server’s user must be able to write there.',
      { cause },
    );
  }
}

async function writeLeaves(
  pages: AsyncIterable<ExportPage>,
  directory: string,
  onLeaves: (done: number) => void,
): Promise<Pick<AuditExport, 'missing' | 'firstMissing'>> {
  const events = createWriteStream(path.join(directory, 'events.ndjson'), {
    flags: 'wx',
    mode: 0o600,
    flush: true,
  });
  const folder = path.join(directory, 'tile', 'entries');
  let missing = 0;
  let firstMissing: number | null = null;
  try {
    for await (const { first, entries, lines } of pages) {
      await write(events, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      for (let at = 0; at < entries.length; at += TILE_WIDTH) {
        const bundle = entries.slice(at, at + TILE_WIDTH);
        const file = { width: bundle.length, bytes: bundleOf(bundle) };
        await writeTile(folder, (first + at) / TILE_WIDTH, file);
      }
      const lost = entries.findIndex((entry) => entry.length === 0);
      if (lost >= 0) firstMissing ??= first + lost;
      missing += entries.filter((entry) => entry.length === 0).length;
      onLeaves(first + entries.length);
    }
    events.end();
    await finished(events);
  } catch (error) {
    events.destroy();
    throw error;
  }
  return { missing, firstMissing };
}

/** Big-endian uint16 length before each entry. */
function bundleOf(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

async function write(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}

async function writeTile(
  folder: string,
  number: number,
  { width, bytes }: { readonly width: number; readonly bytes: Uint8Array },
): Promise<void> {
  const file = path.join(folder, tilePath(number, width));
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, bytes, OWNER_ONLY);
}

/** On the disk when this returns. */
async function writeLast(file: string, text: string): Promise<void> {
  const handle = await open(file, OWNER_ONLY.flag, OWNER_ONLY.mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
