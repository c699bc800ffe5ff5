import { sha256 } from '@noble/hashes/sha2.js';

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

/** Up to 32 bytes that stand for random ones. */
export function chosen(label: string, length: number): Uint8Array {
  return sha256(utf8(`wardkeep vector: ${label}`)).subarray(0, length);
}

/** docs/formats/README.md, "Netstrings". */
export function netstrings(...texts: readonly string[]): Uint8Array {
  return concat(...texts.map((text) => utf8(`${String(utf8(text).length)}:${text},`)));
}

/** The same bytes with one bit of byte `at` (from the end if negative) turned. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const index = at < 0 ? bytes.length + at : at;
  return bytes.map((byte, i) => (i === index ? byte ^ 1 : byte));
}

export type Key = { readonly id: string; readonly bytes: Uint8Array };

export function chosenKey(label: string): Key {
  return { id: hex(chosen(`${label} id`, 16)), bytes: chosen(`${label} bytes`, 32) };
}

export function keyJson(key: Key): { id: string; bytes: string } {
  return { id: key.id, bytes: hex(key.bytes) };
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
