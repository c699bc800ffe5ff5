import type { Pattern } from './encodings.ts';

export interface Match {
  readonly pattern: Pattern;
  /** Index of its first byte in what was searched. */
  readonly start: number;
  /** False when ASCII letters differ in case. */
  readonly isExact: boolean;
}

export interface Matcher {
  /** Length of the longest pattern, in bytes. */
  readonly longest: number;
  /** Reports every match that begins before `end` and lies whole in `bytes`. */
  search(bytes: Uint8Array, end: number, found: (match: Match) => void): void;
}

/** Bytes of a pattern that are looked up; every pattern is at least as long (see `NEEDLE_CHARACTERS_LEAST`). */
const HEAD = 6;

/**
 * Searches for all patterns in one pass. A bitmap over three bytes (case folded) lets nearly everything through
 * without a look-up, so the time does not grow with the number of patterns.
 */
export function createMatcher(patterns: readonly Pattern[]): Matcher {
  const filter = new Uint32Array(2 ** 19);
  const byHead = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    if (pattern.bytes.length < HEAD) throw new RangeError(`${pattern.encoding} is too short`);
    const three = threeBytes(pattern.bytes, 0);
    filter[three >>> 5] = (filter[three >>> 5] ?? 0) | (1 << (three & 31));
    const head = headOf(pattern.bytes, 0);
    byHead.set(head, [...(byHead.get(head) ?? []), pattern]);
  }
  return {
    longest: Math.max(HEAD, ...patterns.map(({ bytes }) => bytes.length)),
    search: (bytes, end, found) => {
      search({ filter, byHead, bytes, found }, Math.min(end, bytes.length - HEAD + 1));
    },
  };
}

interface Search {
  readonly filter: Uint32Array;
  readonly byHead: ReadonlyMap<number, readonly Pattern[]>;
  readonly bytes: Uint8Array;
  readonly found: (match: Match) => void;
}

/** Reads beyond the end never happen: `end` leaves room for a head. The `?? 0` only satisfies the compiler. */
function search(task: Search, end: number): void {
  const { filter, bytes } = task;
  if (end <= 0) return;
  let three = (fold(bytes[0] ?? 0) << 8) | fold(bytes[1] ?? 0);
  for (let start = 0; start < end; start++) {
    three = ((three << 8) | fold(bytes[start + 2] ?? 0)) & 0xff_ff_ff;
    if (((filter[three >>> 5] ?? 0) >>> (three & 31)) & 1) verify(task, start);
  }
}

function verify({ byHead, bytes, found }: Search, start: number): void {
  for (const pattern of byHead.get(headOf(bytes, start)) ?? []) {
    const sameness = compare(pattern.bytes, bytes, start);
    if (sameness === 'exact' || (sameness === 'folded' && !pattern.isCaseExact))
      found({ pattern, start, isExact: sameness === 'exact' });
  }
}

function compare(
  pattern: Uint8Array,
  bytes: Uint8Array,
  start: number,
): 'exact' | 'folded' | 'different' {
  let isExact = true;
  for (let index = 0; index < pattern.length; index++) {
    const wanted = pattern[index] ?? 0;
    const there = bytes[start + index];
    if (there === wanted) continue;
    if (there === undefined || fold(there) !== fold(wanted)) return 'different';
    isExact = false;
  }
  return isExact ? 'exact' : 'folded';
}

function headOf(bytes: Uint8Array, start: number): number {
  return threeBytes(bytes, start) * 2 ** 24 + threeBytes(bytes, start + 3);
}

function threeBytes(bytes: Uint8Array, start: number): number {
  return (
    (fold(bytes[start] ?? 0) << 16) |
    (fold(bytes[start + 1] ?? 0) << 8) |
    fold(bytes[start + 2] ?? 0)
  );
}

const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

function fold(byte: number): number {
  return FOLDED[byte] ?? 0;
}
