import { randomBytes } from 'node:crypto';
import { gcmOpen, gcmSeal } from '../../gcm.ts';
import { keyObjectOf, SecretKey } from '../../secret-key.ts';

/** A symmetric key of a pretended service: it really encrypts, and checks associated data. */
export class FakeKey {
  isEnabled = true;
  readonly #key = keyObjectOf(SecretKey.generate());

  readonly #bound = new Map<string, string>();

  /** Throws for associated data that is missing, or that binds two keys to one place. */
  encrypt(plaintext: Uint8Array, aad: Uint8Array): Buffer {
    const [binding, bound] = [aad, plaintext].map((bytes) => Buffer.from(bytes).toString('hex'));
    // The same once more is a call that is made again.
    const known = this.#bound.get(binding ?? '') ?? bound;
    if (aad.length < 64 || known !== bound) throw new Error('nothing is bound');
    this.#bound.set(binding ?? '', bound ?? '');
    const nonce = randomBytes(12);
    const { ciphertext, tag } = gcmSeal({ key: this.#key, nonce, aad }, plaintext);
    return Buffer.concat([nonce, ciphertext, tag]);
  }

  /** @returns `undefined` unless this key made it with this associated data. */
  decrypt(bytes: Buffer, aad: Uint8Array): Buffer | undefined {
    if (bytes.length < 28) return undefined;
    const message = { ciphertext: bytes.subarray(12, -16), tag: bytes.subarray(-16) };
    try {
      return gcmOpen({ key: this.#key, nonce: bytes.subarray(0, 12), aad }, message);
    } catch {
      return undefined;
    }
  }
}
