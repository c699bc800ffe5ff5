import type { MEDIA_TYPES } from '@wardkeep/contract';

type MediaType = (typeof MEDIA_TYPES)[number];

/** How many of a file's first bytes tell what it is. */
export const SNIFF_BYTES = 1024;

/**
 * The kind of a file from its first bytes (https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern);
 * undefined for whatever is not taken. Names and declared types are not believed.
 */
export function sniffMediaType(head: Uint8Array): MediaType | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  // Only at the beginning, after a byte order mark or white space: what hides before it could be a page.
  if (/^(\u00ef\u00bb\u00bf)?\s*%PDF-/.test(bytes.subarray(0, SNIFF_BYTES).toString('latin1')))
    return 'application/pdf';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'image/png';
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  const ascii = bytes.subarray(0, 12).toString('latin1');
  if (ascii.startsWith('GIF87a') || ascii.startsWith('GIF89a')) return 'image/gif';
  if (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}
