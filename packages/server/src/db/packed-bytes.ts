import { sql, type RawBuilder } from 'kysely';

/** Byte strings that go to PostgreSQL as one: an array of them would be written in hexadecimal, and read from it. */
export interface PackedBytes {
  /** `bytea`. */
  readonly all: RawBuilder<Buffer>;
  /** `int[]`: where each begins, from 1. */
  readonly from: RawBuilder<readonly number[]>;
  /** `int[]`: how many bytes each has. */
  readonly lengths: RawBuilder<readonly number[]>;
}

/** `substring(all from from for lengths)` of each is what it was. @param each - 1 GiB together at most. */
export function packedBytes(each: readonly Uint8Array[]): PackedBytes {
  const from: number[] = [];
  const lengths: number[] = [];
  let next = 1;
  for (const { byteLength } of each) {
    from.push(next);
    lengths.push(byteLength);
    next += byteLength;
  }
  return {
    all: sql`${Buffer.concat(each)}::bytea`,
    from: sql`${from}::int[]`,
    lengths: sql`${lengths}::int[]`,
  };
}
