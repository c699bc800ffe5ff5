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

/** Undefined for what is no line of an export. */
export function parseEventLine(text: string): EventLine | undefined {
  const line = membersOf(parse(text));
  const leaf = line?.['leaf'];
  if (line === undefined || typeof leaf !== 'number' || !Number.isSafeInteger(leaf))
    return undefined;
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
  const { salt, sealed, hash: left } = half ?? {};
  if (typeof left === 'string' && salt === undefined && sealed === undefined) {
    const bytes = Buffer.from(left, 'base64');
    return bytes.length === 32 ? bytes.toString('latin1') : undefined;
  }
  if (typeof salt !== 'string' || typeof sealed !== 'string' || left !== undefined)
    return undefined;
  if (sealed.length > scratch.length) scratch = Buffer.alloc(2 * sealed.length);
  const saltBytes = scratch.write(salt, 0, 'base64');
  if (saltBytes !== SALT_BYTES) return undefined;
  const end = SALT_BYTES + scratch.write(sealed, SALT_BYTES, 'base64');
  if (!isCanonical(sealed, end - SALT_BYTES)) return undefined;
  return hash('sha256', scratch.subarray(0, end), 'binary');
}

/** The decoder skips what is no base64, and bits that mean nothing: neither may hide a change. */
function isCanonical(text: string, bytes: number): boolean {
  if (text.length !== 4 * Math.ceil(bytes / 3)) return false;
  const end = SALT_BYTES + bytes;
  const last = bytes % 3;
  return last === 0 || scratch.toString('base64', end - last, end) === text.slice(-4);
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
