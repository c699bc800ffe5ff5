import { createHash } from 'node:crypto';
import { CryptoError } from './errors.ts';
import { readPaperText, writePaperText } from './paper-text.ts';

/** What a share says of itself, in the open: enough to collect the right ones, no secret. */
export type RecoveryShareLabel = {
  /** 8 hexadecimal characters, the same on all shares of one split. */
  readonly group: string;
  /** How many shares it takes. */
  readonly threshold: number;
  /** How many there are. */
  readonly shares: number;
  /** Which one this is: 1 to `shares`. */
  readonly number: number;
};

/** A label and the point that is the share itself: x (1 to 255), then 36 bytes of y. */
export type RecoveryShareParts = RecoveryShareLabel & {
  readonly x: number;
  readonly y: Uint8Array;
};

/** 50 bytes for paper (docs/formats/recovery.md): exactly 80 characters. */
export function writeShareText(parts: RecoveryShareParts): string {
  const { group, threshold, shares, number, x, y } = parts;
  const label = Buffer.from(group, 'hex');
  const body = Buffer.concat([
    Buffer.of(version),
    label,
    Buffer.of(threshold, shares, number, x),
    y,
  ]);
  const bytes = Buffer.concat([body, checksum(body)]);
  const text = writePaperText(bytes);
  body.fill(0);
  bytes.fill(0);
  return text;
}

/**
 * @throws {@link CryptoError} `bad_format` if characters are missing or wrong, never saying which.
 */
export function readShareText(text: string): RecoveryShareParts {
  const bytes = readPaperText(text, layout.end);
  if (!bytes) {
    throw new CryptoError('bad_format', 'A recovery share has 80 letters and digits, no U.');
  }
  const parts = {
    group: bytes.toString('hex', layout.group, layout.threshold),
    threshold: bytes.readUInt8(layout.threshold),
    shares: bytes.readUInt8(layout.shares),
    number: bytes.readUInt8(layout.number),
    x: bytes.readUInt8(layout.x),
    y: Uint8Array.from(bytes.subarray(layout.y, layout.checksum)),
  };
  const whole = checksum(bytes.subarray(0, layout.checksum)).equals(
    bytes.subarray(layout.checksum),
  );
  const known = bytes[0] === version;
  bytes.fill(0);
  if (whole && known && isPossible(parts)) return parts;
  throw new CryptoError('bad_format', 'The recovery share has a mistake in it.');
}

export const groupBytes = 4;

const version = 0x01;
// Offsets of docs/formats/recovery.md.
const layout = {
  group: 1,
  threshold: 5,
  shares: 6,
  number: 7,
  x: 8,
  y: 9,
  checksum: 45,
  end: 50,
} as const;

/** A point at x = 0 would be the secret itself, as whoever wrote it likes. */
function isPossible({ threshold, shares, number, x }: RecoveryShareParts): boolean {
  return threshold >= 2 && threshold <= shares && number >= 1 && number <= shares && x >= 1;
}

function checksum(body: Uint8Array): Buffer {
  const hash = createHash('sha256').update('wardkeep recovery share text v1').update(body);
  return hash.digest().subarray(0, 5);
}
