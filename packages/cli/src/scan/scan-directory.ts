import path from 'node:path';
import { patternsFor } from './encodings.ts';
import { createMatcher, type Match, type Matcher } from './matcher.ts';
import type { Needle } from './needle.ts';
import { scanFile, WINDOW_BYTES } from './scan-file.ts';
import { failureOf, walk } from './walk.ts';

/** One needle in one encoding in one file. Holds no part of the needle itself. */
export interface Finding {
  /** Relative to the scanned directory; where the name itself holds a needle, that part is blanked out. */
  readonly file: string;
  /** `name`: in the file's own name. */
  readonly place: 'content' | 'name';
  readonly needle: string;
  readonly encoding: string;
  /** Byte offset of the first one. */
  readonly offset: number;
  readonly count: number;
}

export interface ScanReport {
  readonly files: number;
  readonly bytes: number;
  readonly needles: number;
  readonly findings: readonly Finding[];
  /** Found as well, but not listed. */
  readonly findingsLeftOff: number;
  /** Removed while the scan ran. */
  readonly vanished: number;
  /** Neither files nor directories: sockets, pipes, devices. */
  readonly notFiles: number;
  /** A scan with any of these has not seen everything. */
  readonly unreadable: readonly { readonly file: string; readonly code: string }[];
}

export interface ScanOptions {
  readonly onProgress?: (progress: { readonly files: number; readonly bytes: number }) => void;
  readonly windowBytes?: number;
}

const FINDINGS_MOST = 10_000;

/**
 * Searches every file under a directory, and every name, for every needle. Memory does not grow with what is searched.
 * @throws NeedleError when a needle is too short.
 */
export async function scanDirectory(
  directory: string,
  needles: readonly Needle[],
  options: ScanOptions = {},
): Promise<ScanReport> {
  const scan = new Scan(needles, options.windowBytes ?? WINDOW_BYTES);
  for await (const visited of walk(directory)) {
    if (visited.kind === 'unreadable') scan.cannotRead(visited.file, visited.code);
    else if (visited.kind === 'vanished') scan.vanished++;
    else await scan.look(directory, visited.file, visited.kind);
    options.onProgress?.(scan);
  }
  return scan.report();
}

class Scan {
  files = 0;
  bytes = 0;
  vanished = 0;
  #notFiles = 0;
  #findingsLeftOff = 0;
  readonly #needles: number;
  readonly #matcher: Matcher;
  readonly #buffer: Uint8Array<ArrayBuffer>;
  readonly #findings: Finding[] = [];
  readonly #unreadable: { file: string; code: string }[] = [];

  constructor(needles: readonly Needle[], windowBytes: number) {
    this.#needles = needles.length;
    this.#matcher = createMatcher(patternsFor(needles));
    this.#buffer = new Uint8Array(Math.max(windowBytes, this.#matcher.longest * 2));
  }

  async look(directory: string, file: string, kind: 'file' | 'directory' | 'other'): Promise<void> {
    const inName = new Grouped();
    const name = Buffer.from(path.basename(file));
    this.#matcher.search(name, name.length, (match) => inName.add(match));
    this.#keep(inName, file, 'name');
    if (kind === 'other') this.#notFiles++;
    if (kind === 'file') await this.#read(directory, file);
  }

  async #read(directory: string, file: string): Promise<void> {
    const found = new Grouped();
    try {
      this.bytes += await scanFile(
        path.join(directory, file),
        this.#matcher,
        this.#buffer,
        (match) => found.add(match),
      );
      this.files++;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'vanished') this.vanished++;
      else this.cannotRead(file, failure.code);
    }
    this.#keep(found, file, 'content');
  }

  cannotRead(file: string, code: string): void {
    this.#unreadable.push({ file: this.#blankOut(file), code });
  }

  #keep(found: Grouped, file: string, place: Finding['place']): void {
    for (const group of found.groups()) {
      if (this.#findings.length >= FINDINGS_MOST) this.#findingsLeftOff++;
      else this.#findings.push({ file: this.#blankOut(file), place, ...group });
    }
  }

  /** A report of a leak must not be the next one. */
  #blankOut(file: string): string {
    const bytes = Buffer.from(file);
    const shown = Buffer.from(bytes);
    this.#matcher.search(bytes, bytes.length, ({ pattern, start }) => {
      shown.fill('*', start, start + pattern.bytes.length);
    });
    return shown.toString();
  }

  report(): ScanReport {
    return {
      files: this.files,
      bytes: this.bytes,
      needles: this.#needles,
      findings: this.#findings,
      findingsLeftOff: this.#findingsLeftOff,
      vanished: this.vanished,
      notFiles: this.#notFiles,
      unreadable: this.#unreadable,
    };
  }
}

interface Group {
  readonly needle: string;
  readonly encoding: string;
  readonly offset: number;
  count: number;
}

/** A needle that a file repeats a million times is one finding. */
class Grouped {
  readonly #groups = new Map<string, Group>();

  add({ pattern, start, isExact }: Match): void {
    const needle = pattern.needle.label;
    const encoding = isExact ? pattern.encoding : `${pattern.encoding} in another case`;
    const key = `${needle}\0${encoding}`;
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { needle, encoding, offset: start, count: 1 });
    else group.count++;
  }

  groups(): Iterable<Group> {
    return this.#groups.values();
  }
}
