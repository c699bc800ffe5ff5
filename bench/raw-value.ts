import {
  createCipheriv,
  createDecipheriv,
  generateKeySync,
  randomBytes,
  randomFillSync,
} from 'node:crypto';

/**
 * The limit of a value: `node:crypto` alone, with all that is known to make it fast (a KeyObject, one
 * system call for hundreds of nonces) and all that cannot be left out (64 bytes of associated data, a
 * tag of 16 bytes, one buffer of version, key id, nonce, ciphertext and tag).
 */
export function rawSeal(plaintext: Uint8Array): Buffer {
  if (used + 12 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(nonce, 0, used, (used += 12));
  const cipher = createCipheriv('aes-256-gcm', key, nonce, options);
  cipher.setAAD(aad);
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  const output = Buffer.allocUnsafe(29 + ciphertext.length + 16);
  output[0] = 1;
  output.set(keyId, 1);
  output.set(nonce, 17);
  output.set(ciphertext, 29);
  output.set(cipher.getAuthTag(), 29 + ciphertext.length);
  return output;
}

export function rawOpen(sealed: Buffer): Buffer {
  const end = sealed.length - 16;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(17, 29), options);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  const plaintext = decipher.update(sealed.subarray(29, end));
  decipher.final();
  return plaintext;
}

const key = generateKeySync('aes', { length: 256 });
const aad = randomBytes(64);
const keyId = randomBytes(16);
const options = { authTagLength: 16 };
const nonce = Buffer.alloc(12);
const pool = Buffer.alloc(8192);
let used = pool.length;
