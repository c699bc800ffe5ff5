import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { CryptoError, notAuthentic } from './errors.ts';

export const nonceBytes = 12;
export const tagBytes = 16;

/** What one AES-256-GCM message is computed under; `nonce` must never repeat under `key`. */
export type GcmContext = {
  readonly key: KeyObject;
  readonly nonce: Uint8Array;
  readonly aad?: Uint8Array;
};

export type GcmMessage = { readonly ciphertext: Uint8Array; readonly tag: Uint8Array };

/**
 * AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag, nothing else.
 *
 * @param plaintext - bytes, or a well-formed string, which is taken as UTF-8.
 * @throws {@link CryptoError} `bad_input` for a nonce of another length.
 */
export function gcmSeal(context: GcmContext, plaintext: Uint8Array | string): GcmMessage {
  checkNonce(context.nonce);
  const cipher = createCipheriv('aes-256-gcm', context.key, context.nonce, tagLength);
  if (context.aad) cipher.setAAD(context.aad);
  const ciphertext =
    typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  cipher.final();
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** As {@link gcmSeal}, with ciphertext and tag written to `output` from `offset` on. */
export function gcmSealInto(
  context: GcmContext,
  plaintext: Uint8Array,
  output: Uint8Array,
  offset: number,
): void {
  const { ciphertext, tag } = gcmSeal(context, plaintext);
  output.set(ciphertext, offset);
  output.set(tag, offset + ciphertext.length);
  freeNow(ciphertext);
}

/**
 * The plaintext, once its tag was verified.
 *
 * @throws {@link CryptoError} `not_authentic`, also for a tag of any length but 16 bytes;
 * `bad_input` for a nonce of another length.
 */
export function gcmOpen(context: GcmContext, message: GcmMessage): Buffer {
  checkNonce(context.nonce);
  if (message.tag.length !== tagBytes) throw notAuthentic();
  const decipher = createDecipheriv('aes-256-gcm', context.key, context.nonce, tagLength);
  if (context.aad) decipher.setAAD(context.aad);
  decipher.setAuthTag(message.tag);
  const plaintext = decipher.update(message.ciphertext);
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    throw notAuthentic();
  }
  return plaintext;
}

/**
 * Gives the memory of bytes that nobody reads any more back at once: waiting for the collector costs
 * a cipher over 4 KiB a fifth of its time, one over 16 KiB a third. Only for a buffer that a cipher
 * made and that left this package nowhere.
 */
export function freeNow(bytes: Uint8Array): void {
  const whole = bytes.buffer;
  // A view on a part of its memory may share the rest with others.
  if (bytes.length < worthFreeing || whole.byteLength !== bytes.length) return;
  if (whole instanceof ArrayBuffer) whole.transfer(0);
}

const worthFreeing = 1024;

// Without it Node takes 4-byte tags for good ones: https://github.com/nodejs/node/issues/52327
const tagLength = { authTagLength: tagBytes };

function checkNonce(nonce: Uint8Array): void {
  if (nonce.length === nonceBytes) return;
  throw new CryptoError('bad_input', 'A nonce has 12 bytes.');
}
