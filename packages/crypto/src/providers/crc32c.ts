/** CRC-32C (Castagnoli, RFC 3720 §12.1), which Google Cloud KMS checks bytes in transit by. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const reversedPolynomial = 0x82f63b78;

const table = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 1) * reversedPolynomial) ^ (crc >>> 1);
  return crc >>> 0;
});
