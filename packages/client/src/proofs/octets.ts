/** Bytes that WebCrypto takes as they are. */
export type Octets = Uint8Array<ArrayBuffer>;

export function concat(...parts: readonly Octets[]): Octets {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Not in constant time: everything here is public. */
export function isSame(one: Octets, other: Octets): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function utf8(text: string): Octets {
  return new TextEncoder().encode(text);
}

/** RFC 4648 §4, padded, and only in its one canonical spelling; undefined for anything else. */
export function fromBase64(text: string): Octets | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const octets = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(octets) === text ? octets : undefined;
}

export function toBase64(octets: Octets): string {
  let binary = '';
  for (const byte of octets) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export function toHex(octets: Octets): string {
  return Array.from(octets, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
