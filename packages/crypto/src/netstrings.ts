import { CryptoError } from './errors.ts';

/**
 * Texts joined so that no two lists give the same bytes: each as its length in UTF-8 bytes (decimal,
 * no leading zero), `:`, the text, `,`.
 *
 * @throws {@link CryptoError} `bad_input` for a lone surrogate: UTF-8 can't tell one from another.
 */
export function netstrings(...texts: readonly string[]): Buffer {
  return netstringsOn(noDesk, texts);
}

/**
 * The same on memory that is used again: what comes back lies on `desk` if it fits there, and is good
 * until the desk is written to.
 */
export function netstringsOn(desk: Buffer, texts: readonly string[]): Buffer {
  let most = 0;
  for (const text of texts) most += text.length * 3 + aroundText;
  const target = most <= desk.length ? desk : Buffer.allocUnsafe(most);
  let end = 0;
  for (const text of texts) end = writeText(target, end, text);
  return target.subarray(0, end);
}

const noDesk = Buffer.alloc(0);
// A length has at most ten digits: no string is longer than 2^30 characters.
const aroundText = 12;

function writeText(target: Buffer, at: number, text: string): number {
  const start = writeLength(target, at, text.length);
  const bytes = target.write(text, start);
  // As many bytes as UTF-16 units: all of them are ASCII, and the length is right.
  if (bytes === text.length) return writeComma(target, start + bytes);
  if (!text.isWellFormed()) throw new CryptoError('bad_input', 'A text has a lone surrogate.');
  const ownStart = writeLength(target, at, bytes);
  return writeComma(target, ownStart + target.write(text, ownStart));
}

/** Most lengths have one or two digits. */
function writeLength(target: Buffer, at: number, length: number): number {
  let end = at;
  if (length >= 100) {
    end += target.write(String(length), at);
  } else {
    if (length >= 10) target[end++] = digitZero + Math.floor(length / 10);
    target[end++] = digitZero + (length % 10);
  }
  target[end] = 0x3a;
  return end + 1;
}

function writeComma(target: Buffer, at: number): number {
  target[at] = 0x2c;
  return at + 1;
}

const digitZero = 0x30;
