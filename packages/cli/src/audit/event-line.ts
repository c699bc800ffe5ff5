import { hash } from 'node:crypto';

/** A line of `events.ndjson`: what a leaf commits to. */
export interface EventLine {
  readonly leaf: number;
  /** Leaf 0 of a log that follows another is no event. */
  readonly begins: boolean;
  readonly event: string;
  /** Base64. Undefined where the line has not what a commitment is made of. */
  readonly commitment: string | undefined;
  readonly isCoreDestroyed: boolean;
  readonly isDetailDestroyed: boolean;
}

const LABEL = Buffer.from('wardkeep-audit/commitment/1\0', 'latin1');
const SALT_BYTES = 32;
// Label, half hash of core, half hash of detail.
const committed = Buffer.concat([LABEL, Buffer.alloc(64)]);
let scratch = Buffer.alloc(64 * 1024);

/** What stands beside is no part of what was signed: somebody added it for whoever reads the file by other means. */
const BEGINNING: ReadonlySet<string> = new Set(['leaf', 'begins']);
const EVENT: ReadonlySet<string> = new Set(['leaf', 'event', 'core', 'detail']);
const HALF: ReadonlySet<string> = new Set(['salt', 'sealed', 'hash']);

/** Undefined for what is no line of an export. */
export function parseEventLine(text: string): EventLine | undefined {
  const line = membersOf(parse(text));
  const leaf = line?.['leaf'];
  if (line === undefined || typeof leaf !== 'number' || !Number.isSafeInteger(leaf))
    return undefined;
  if (!holdsOnly(line, line['begins'] === true ? BEGINNING : EVENT)) return undefined;
  const core = membersOf(line['core']);
  const detail = membersOf(line['detail']);
  const halves = [halfHash(core), halfHash(detail)] as const;
  return {
    leaf,
    begins: line['begins'] === true,
    event: typeof line['event'] === 'string' ? line['event'] : '',
    commitment: commitmentOf(...halves),
    isCoreDestroyed: typeof core?.['hash'] === 'string',
    isDetailDestroyed: typeof detail?.['hash'] === 'string',
  };
}

function commitmentOf(core: string | undefined, detail: string | undefined): string | undefined {
  if (core === undefined || detail === undefined) return undefined;
  committed.write(core, LABEL.length, 'latin1');
  committed.write(detail, LABEL.length + 32, 'latin1');
  return hash('sha256', committed, 'base64');
}

/** 32 bytes, one a character. Salt and sealed value, or the hash that is left of them: never both. */
function halfHash(half: Members | undefined): string | undefined {
  if (half === undefined || !holdsOnly(half, HALF)) return undefined;
  const { salt, sealed, hash: left } = half;
  if (typeof left === 'string' && salt === undefined && sealed === undefined) {
    const bytes = Buffer.from(left, 'base64');
    const isHash = bytes.length === 32 && bytes.toString('base64') === left;
    return isHash ? bytes.toString('latin1') : undefined;
  }
  if (typeof salt !== 'string' || typeof sealed !== 'string' || left !== undefined)
    return undefined;
  if (sealed.length > scratch.length) scratch = Buffer.alloc(2 * sealed.length);
  const saltBytes = scratch.write(salt, 0, 'base64');
  if (saltBytes !== SALT_BYTES || !isCanonical(salt, 0, saltBytes)) return undefined;
  const end = SALT_BYTES + scratch.write(sealed, SALT_BYTES, 'base64');
  if (!isCanonical(sealed, SALT_BYTES, end)) return undefined;
  return hash('sha256', scratch.subarray(0, end), 'binary');
}

/**
 * The decoder skips what is no base64, and bits that mean nothing, and takes the letters of URLs as well: none of it may hide
 * a change. What it made of the text is in `scratch`.
 */
function isCanonical(text: string, from: number, end: number): boolean {
  const bytes = end - from;
  if (text.length !== 4 * Math.ceil(bytes / 3) || text.includes('-') || text.includes('_'))
    return false;
  const last = bytes % 3;
  return last === 0 || scratch.toString('base64', end - last, end) === text.slice(-4);
}

function holdsOnly(members: Members, known: ReadonlySet<string>): boolean {
  for (const name in members) if (!known.has(name)) return false;
  return true;
}

type Members = Readonly<Record<string, unknown>>;

function membersOf(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null ? (value as Members) : undefined; // any object is one of unknowns
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The reader names the leaf that is not there.
  }
}
