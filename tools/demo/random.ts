import { createHash } from 'node:crypto';

/** Looks random, and is the same for the same seed: for examples and for repeating a run, never for secrets. */
export interface Random {
  /** In [0, 1), 32 bits of it. */
  next(): number;
  between(low: number, high: number): number;
  /** Both ends included. */
  integer(low: number, high: number): number;
  /** Around 0 with deviation 1; at most some 6 away, as the sum of twelve has it. */
  normal(): number;
  /** @throws RangeError when there is nothing to pick. */
  pick<T>(list: readonly T[]): T;
  /** In the form of a version 4 UUID (RFC 9562 §5.4). */
  uuid(): string;
}

export function seededRandom(seed: string): Random {
  let drawn = 0;
  const bytes = (): Buffer => createHash('sha256').update(`${seed}#${drawn++}`).digest();
  const next = (): number => bytes().readUInt32BE() / 2 ** 32;
  const integer = (low: number, high: number): number =>
    low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    integer,
    normal: () => Array.from({ length: 12 }, next).reduce((sum, each) => sum + each, -6),
    pick: (list) => {
      const picked = list[integer(0, list.length - 1)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    uuid: () => uuidOf(bytes()),
  };
}

function uuidOf(bytes: Buffer): string {
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x40;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
