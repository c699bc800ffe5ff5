/** RFC 4648 §5, without padding. */
export function writeBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}

/** The bytes, if this is their one encoding: Node itself skips characters that it does not know. */
export function readBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return writeBase64url(bytes) === text ? bytes : undefined;
}
