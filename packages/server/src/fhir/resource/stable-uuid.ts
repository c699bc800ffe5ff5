import { createHash } from 'node:crypto';

/**
 * The same parts give the same UUID (RFC 9562 §5.8, version 8: bits of a SHA-256), so that a
 * conversion made twice gives the same resources. Not a secret: whoever knows the parts knows it.
 */
export function stableUuid(parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length before each part keeps ['ab', 'c'] and ['a', 'bc'] apart.
  for (const part of parts) hash.update(`${part.length}:${part}`);
  const hex = hash.digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
