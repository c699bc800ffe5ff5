import { CryptoError, notAuthentic } from './errors.ts';
import { gcmOpen, gcmSeal, nonceBytes, tagBytes } from './gcm.ts';
import { netstrings } from './netstrings.ts';
import { fillRandom } from './random.ts';
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
  return sealContent(key, place, jsonMark + toJson(value)) as Sealed<T>; // the text is this T's JSON
}

/**
 * @throws {@link CryptoError} `not_authentic` unless it was sealed under this key for this place,
 * `bad_format` if it holds bytes, `key_destroyed`.
 */
export function openValue<T>(key: SecretKey, place: Place, sealed: Sealed<T>): T {
  const plaintext = openContent(key, place, sealed);
  try {
    if (plaintext[0] !== mark.json) throw new CryptoError('bad_format', 'This value holds bytes.');
    return JSON.parse(plaintext.toString('utf8', 1)) as T; // sealValue wrote it, as the tag shows
  } finally {
    plaintext.fill(0);
  }
}

/** Seals bytes as they are; errors as {@link sealValue}. */
export function sealBytes(key: SecretKey, place: Place, bytes: Uint8Array): Sealed<Uint8Array> {
  const plaintext = Buffer.allocUnsafe(1 + bytes.length);
  plaintext[0] = mark.bytes;
  plaintext.set(bytes, 1);
  try {
    return sealContent(key, place, plaintext) as Sealed<Uint8Array>; // sealed on this line
  } finally {
    plaintext.fill(0);
  }
}

/** The bytes that {@link sealBytes} sealed; errors as {@link openValue}. */
export function openBytes(key: SecretKey, place: Place, sealed: Sealed<Uint8Array>): Buffer {
  const plaintext = openContent(key, place, sealed);
  if (plaintext[0] === mark.bytes) return plaintext.subarray(1);
  plaintext.fill(0);
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
const jsonMark = '\u0001'; // UTF-8 writes it as the byte of mark.json
// Offsets of docs/formats/value.md.
const layout = { keyId: 1, nonce: 17, ciphertext: 29 } as const;

/** One for all: sealing is synchronous, and a cipher copies its nonce. */
const nonce = Buffer.alloc(nonceBytes);

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

function sealContent(key: SecretKey, place: Place, plaintext: string | Uint8Array): Uint8Array {
  fillRandom(nonce);
  const context = { key: keyObjectOf(key), nonce, aad: aadOf(place, key.id) };
  const { ciphertext, tag } = gcmSeal(context, plaintext);
  const sealed = Buffer.allocUnsafe(layout.ciphertext + ciphertext.length + tagBytes);
  sealed[0] = version;
  sealed.set(idBytesOf(key), layout.keyId);
  sealed.set(nonce, layout.nonce);
  sealed.set(ciphertext, layout.ciphertext);
  sealed.set(tag, layout.ciphertext + ciphertext.length);
  return sealed;
}

function openContent(key: SecretKey, place: Place, sealed: Uint8Array): Buffer {
  if (!isValue(sealed)) throw notAuthentic();
  if (!idBytesOf(key).equals(sealed.subarray(layout.keyId, layout.nonce))) throw notAuthentic();
  const end = sealed.length - tagBytes;
  const context = {
    key: keyObjectOf(key),
    nonce: sealed.subarray(layout.nonce, layout.ciphertext),
    aad: aadOf(place, key.id),
  };
  const ciphertext = sealed.subarray(layout.ciphertext, end);
  return gcmOpen(context, { ciphertext, tag: sealed.subarray(end) });
}

/** A value has at least the mark of its content. */
function isValue(bytes: Uint8Array): boolean {
  return bytes[0] === version && bytes.length > layout.ciphertext + tagBytes;
}

function aadOf({ purpose, owner, name }: Place, keyId: KeyId): Buffer {
  return netstrings(label, purpose, owner, name, keyId);
}
