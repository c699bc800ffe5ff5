import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { destination } from 'pino';
import type { LineSink } from './gathered-output.ts';

export interface LogFilesOptions {
  /** Made if it is not there. */
  readonly directory: string;
  /** A file is deleted once so many whole days lie between its day and today. */
  readonly keptDays: number;
  readonly now: () => Date;
  /** Lines are gathered for so long, or until there are so many characters. */
  readonly everyMs: number;
  readonly most: number;
  /** Told at most once a minute, by code, that lines can't be written. */
  readonly onFailure: (code: string) => void;
}

export interface LogFiles extends LineSink {
  /** Everything given so far is in the file when this resolves. */
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TELL_EVERY_MS = 60_000;
const AGAIN_MS = 250;
const CLOSING_MS = 2_000;
/** Characters that wait at most while the disk takes none; lines beyond them are lost. */
const WAITING_MOST = 1_048_576;
const NAME = /^wardkeep-([0-9]{4}-[0-9]{2}-[0-9]{2})\.log$/;
/** What a release before this one wrote everything to. */
const ONE_FILE = 'wardkeep.log';

/**
 * One file a day (UTC), `wardkeep-2026-11-22.log`, for this user alone. A full disk loses lines and ends nothing; what waits at
 * a normal end of the process is written then.
 */
export function logFiles(options: LogFilesOptions): LogFiles {
  const { directory, now, everyMs, most } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const nameOf = (day: string): string => path.join(directory, `wardkeep-${day}.log`);
  let day = dayOf(now());
  let openedDay: string | undefined;
  let isClosing = false;
  const file = destination({
    sync: false,
    minLength: most,
    maxLength: WAITING_MOST,
    periodicFlush: everyMs,
    dest: nameOf(day),
    mode: 0o600,
  });
  file.on('ready', () => (openedDay = day));
  const tell = failuresTo(options);
  let again: NodeJS.Timeout | undefined;
  const reopen = (): void => {
    again = undefined;
    // By now it may have been opened, or end: then there is nothing to open.
    if (openedDay !== day && !isClosing) file.reopen(nameOf(day));
  };
  file.on('error', (error) => {
    tell(error);
    // A write that fails while a new file waits to be opened makes the stream forget about it.
    if (openedDay !== day) again ??= setTimeout(reopen, AGAIN_MS).unref();
  });
  const turn = (): void => {
    day = dayOf(now());
    file.reopen(nameOf(day));
    deleteOld(options);
  };
  deleteOld(options);
  // Also when nobody says anything, and when a day's file could not be opened before.
  const looking = setInterval(() => {
    if (dayOf(now()) !== openedDay) turn();
  }, HOUR_MS).unref();
  return {
    write: (line) => {
      if (dayOf(now()) !== day) turn();
      file.write(line);
    },
    close: () => {
      clearInterval(looking);
      isClosing = true;
      return new Promise((resolve) => {
        // A disk that takes nothing must not keep the server from stopping.
        const impatience = setTimeout(() => {
          file.destroy();
        }, CLOSING_MS);
        file.once('close', () => {
          clearTimeout(impatience);
          resolve();
        });
        file.end();
      });
    },
  };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The stream keeps what it could not write, and tries again with the next lines. */
function failuresTo({ onFailure }: LogFilesOptions): (error: unknown) => void {
  let toldAtMs = -Infinity;
  return (error) => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < TELL_EVERY_MS) return;
    toldAtMs = nowMs;
    onFailure(codeOf(error));
  };
}

function deleteOld(options: LogFilesOptions): void {
  const { directory, keptDays, now, onFailure } = options;
  const firstKept = dayOf(new Date(now().getTime() - keptDays * DAY_MS));
  try {
    for (const name of readdirSync(directory)) {
      const file = path.join(directory, name);
      const day = NAME.exec(name)?.[1] ?? (name === ONE_FILE ? dayOf(statSync(file).mtime) : '9');
      if (day < firstKept) rmSync(file, { force: true });
    }
  } catch (error) {
    onFailure(codeOf(error));
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
