import { CryptoError, notAuthentic } from './errors.ts';
import { gcmOpen, gcmSealInto, nonceBytes, tagBytes } from './gcm.ts';
import { netstringsOn } from './netstrings.ts';
import { fillRandom } from './random.ts';
import { zero } from './zero.ts';
import { idBytesOf, keyIdFrom, keyObjectOf, type KeyId, type SecretKey } from './secret-key.ts';

declare const contents: unique symbol;

/** The sealed form of a `T` (docs/formats/value.md). Only this package makes one. */
export type Sealed<T> = Uint8Array & { readonly [contents]: T };

/**
 * Where a value lives. Authenticated, not stored: a value copied to another purpose, owner or name
 * does not open there. `name` tells type, id and version, e.g. `Observation/8c1f/3`.
 */
export type Place = { readonly purpose: string; readonly owner: string; readonly name: string };

/**
 * Seals what `JSON.stringify` keeps of a value.
 *
 * @throws {@link CryptoError} `bad_input` if JSON has no form for the value or the place is not
 * well-formed text, `key_destroyed`.
 */
export function sealValue<T>(key: SecretKey, place: Place, value: T): Sealed<T> {
  const text = toJson(value);
  const plaintext = plaintextOf(mark.json, Buffer.byteLength(text));
  plaintext.write(text, 1, 'utf8');
  return sealContent(key, place, plaintext) as Sealed<T>; // the text is this T's JSON
}

/**
 * @throws {@link CryptoError} `not_authentic` unless it was sealed under this key for this place,
 * `bad_format` if it holds bytes, `key_destroyed`.
 */
export function openValue<T>(key: SecretKey, place: Place, sealed: Sealed<T>): T {
  const plaintext = openContent(key, place, sealed);
  try {
    return parsed<T>(plaintext);
  } finally {
    zero(plaintext);
  }
}

/** Of its JSON, UTF-8. It is gone when this returns. */
export type JsonTest = (json: Uint8Array) => boolean;

/**
 * Opens and authenticates as {@link openValue}, and parses only what `isWanted`: of many values that one looks through,
 * parsing takes as long as opening. @returns undefined for what is not wanted
 */
export function openWanted<T>(
  key: SecretKey,
  place: Place,
  sealed: Sealed<T>,
  isWanted: JsonTest,
): T | undefined {
  const plaintext = openContent(key, place, sealed);
  try {
    return isWanted(plaintext.subarray(1)) ? parsed<T>(plaintext) : undefined;
  } finally {
    zero(plaintext);
  }
}

function parsed<T>(plaintext: Buffer): T {
  if (plaintext[0] !== mark.json) throw new CryptoError('bad_format', 'This value holds bytes.');
  return JSON.parse(plaintext.toString('utf8', 1)) as T; // sealValue wrote it, as the tag shows
}

/** Seals bytes as they are; errors as {@link sealValue}. */
export function sealBytes(key: SecretKey, place: Place, bytes: Uint8Array): Sealed<Uint8Array> {
  const plaintext = plaintextOf(mark.bytes, bytes.length);
  plaintext.set(bytes, 1);
  return sealContent(key, place, plaintext) as Sealed<Uint8Array>; // sealed on this line
}

/** The bytes that {@link sealBytes} sealed; errors as {@link openValue}. */
export function openBytes(key: SecretKey, place: Place, sealed: Sealed<Uint8Array>): Buffer {
  const plaintext = openContent(key, place, sealed);
  if (plaintext[0] === mark.bytes) return plaintext.subarray(1);
  zero(plaintext);
  throw new CryptoError('bad_format', 'This value holds JSON.');
}

/** The id of the key that opens it, as written in the open: authentic only once it opened. */
export function keyIdOf(sealed: Sealed<unknown>): KeyId {
  return keyIdFrom(sealed.subarray(layout.keyId, layout.nonce));
}

/**
 * Bytes read back from storage. The type is the caller's claim: nothing is opened here.
 *
 * @throws {@link CryptoError} `bad_format` for another version or a length that no value has.
 */
export function asSealed<T>(bytes: Uint8Array): Sealed<T> {
  if (isValue(bytes)) return bytes as Sealed<T>; // the caller's claim
  throw new CryptoError('bad_format', 'These bytes are not a sealed value.');
}

const version = 0x01;
const label = 'wardkeep value v1';
const mark = { json: 0x01, bytes: 0x02 } as const;
// Offsets of docs/formats/value.md.
const layout = { keyId: 1, nonce: 17, ciphertext: 29 } as const;

// One for all: sealing is synchronous, and a cipher copies its nonce.
const nonce = Buffer.alloc(nonceBytes);
// The same for its associated data.
const aadDesk = Buffer.allocUnsafeSlow(2048);
// The plaintext of most values, between the caller's form and the cipher; zeroed after each.
const desk = Buffer.allocUnsafeSlow(16_384);

function toJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // The runtime's own error names properties of the value, so it is not kept as the cause.
    throw new CryptoError('bad_input', 'JSON has no form for this value.');
  }
  if (text === undefined) throw new CryptoError('bad_input', 'JSON has no form for this value.');
  return text;
}

/** Room for a mark, which is set, and `length` bytes of content, which are not. */
function plaintextOf(contentMark: number, length: number): Buffer {
  const fits = length < desk.length;
  const plaintext = fits ? desk.subarray(0, 1 + length) : Buffer.allocUnsafeSlow(1 + length);
  plaintext[0] = contentMark;
  return plaintext;
}

/** Zeroes `plaintext`, even when it throws. */
function sealContent(key: SecretKey, place: Place, plaintext: Buffer): Uint8Array {
  try {
    fillRandom(nonce);
    const context = { key: keyObjectOf(key), nonce, aad: aadOf(place, key.id) };
    const sealed = Buffer.allocUnsafe(layout.ciphertext + plaintext.length + tagBytes);
    sealed[0] = version;
    sealed.set(idBytesOf(key), layout.keyId);
    sealed.set(nonce, layout.nonce);
    gcmSealInto(context, plaintext, sealed, layout.ciphertext);
    return sealed;
  } finally {
    zero(plaintext);
  }
}

function openContent(key: SecretKey, place: Place, sealed: Uint8Array): Buffer {
  if (!isValue(sealed)) throw notAuthentic();
  if (!isUnder(key, sealed)) throw notAuthentic();
  const end = sealed.length - tagBytes;
  const context = {
    key: keyObjectOf(key),
    nonce: sealed.subarray(layout.nonce, layout.ciphertext),
    aad: aadOf(place, key.id),
  };
  const ciphertext = sealed.subarray(layout.ciphertext, end);
  return gcmOpen(context, { ciphertext, tag: sealed.subarray(end) });
}

/** Compares public bytes, one by one: for 16 of them a native call or a callback costs more. */
function isUnder(key: SecretKey, sealed: Uint8Array): boolean {
  const id = idBytesOf(key);
  for (let at = 0; at < id.length; at += 1) {
    if (id[at] !== sealed[layout.keyId + at]) return false;
  }
  return true;
}

/** A value has at least the mark of its content. */
function isValue(bytes: Uint8Array): boolean {
  return bytes[0] === version && bytes.length > layout.ciphertext + tagBytes;
}

function aadOf({ purpose, owner, name }: Place, keyId: KeyId): Buffer {
  return netstringsOn(aadDesk, [label, purpose, owner, name, keyId]);
}
