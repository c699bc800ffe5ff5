import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { CryptoError, notAuthentic } from './errors.ts';

/** Nothing, or both: a token's age means something only at a time. */
export type FernetOptions =
  | { readonly now: Date; readonly ttlSeconds: number }
  | { readonly now?: Date; readonly ttlSeconds?: undefined };

/**
 * Opens a Fernet token (github.com/fernet/spec, version 0x80), to bring old data in. There is no
 * counterpart: Fernet is AES-128-CBC, bound to no place, so its tokens can be moved and put back.
 * Seal what comes out, then delete the token.
 *
 * @param key - 32 bytes as base64url with padding, as `Fernet.generate_key()` prints it.
 * @param token - base64url with padding, in its one canonical spelling.
 * @param options - with `ttlSeconds` the age is checked: at most so many seconds before `now`, and
 * no more than a minute after it. Without, a token never expires.
 * @throws {@link CryptoError} `bad_format` for what is no key or no token, `not_authentic` unless
 * this key signed it, `expired`, `bad_input` for a time to live that is no number of seconds.
 */
export function openFernet(key: string, token: string, options: FernetOptions = {}): Buffer {
  const keys = readPadded(key);
  if (keys?.length !== 32) throw new CryptoError('bad_format', 'This is not a Fernet key.');
  try {
    const { signed, seconds, iv, ciphertext, tag } = readToken(token);
    // Before anything is decrypted: the padding of unsigned bytes would be an oracle.
    const own = createHmac('sha256', keys.subarray(0, 16)).update(signed).digest();
    if (!timingSafeEqual(own, tag)) throw notAuthentic();
    checkAge(seconds, options);
    return decrypt(keys.subarray(16), iv, ciphertext);
  } finally {
    keys.fill(0);
  }
}

type Token = {
  readonly signed: Buffer;
  readonly seconds: bigint;
  readonly iv: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
};

// version | time, 64 bits of seconds | IV | ciphertext | HMAC-SHA-256 of all before it
const version = 0x80;
const ivStart = 9;
const ciphertextStart = 25;
const blockBytes = 16;
const tagBytes = 32;
const leewaySeconds = 60n;

function readToken(text: string): Token {
  const bytes = readPadded(text);
  const end = (bytes?.length ?? 0) - tagBytes;
  const blocks = (end - ciphertextStart) / blockBytes;
  if (!bytes || bytes[0] !== version || !Number.isInteger(blocks) || blocks < 1) {
    throw new CryptoError('bad_format', 'This is not a Fernet token.');
  }
  return {
    signed: bytes.subarray(0, end),
    seconds: bytes.readBigUInt64BE(1),
    iv: bytes.subarray(ivStart, ciphertextStart),
    ciphertext: bytes.subarray(ciphertextStart, end),
    tag: bytes.subarray(end),
  };
}

function checkAge(seconds: bigint, { now, ttlSeconds }: FernetOptions): void {
  if (ttlSeconds === undefined) return;
  if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds < 0 || !Number.isFinite(now.getTime())) {
    throw new CryptoError('bad_input', 'A time to live is a whole number of seconds at a time.');
  }
  const at = BigInt(Math.floor(now.getTime() / 1000));
  if (seconds + BigInt(ttlSeconds) >= at && seconds <= at + leewaySeconds) return;
  throw new CryptoError('expired', 'The token is too old, or not of this time.');
}

function decrypt(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key, iv);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw notAuthentic(); // signed, but not padded as any writer pads
  }
}

/** RFC 4648 §5 with padding; nothing for any other spelling of the same bytes. */
function readPadded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const padded = bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  return padded === text ? bytes : undefined;
}
