import { createSecretKey, generateKeySync, randomBytes, type KeyObject } from 'node:crypto';
import { CryptoError } from './errors.ts';
import { hkdfExpand } from './hkdf.ts';
import { netstrings } from './netstrings.ts';

declare const keyId: unique symbol;

/** 16 random bytes as 32 lower-case hexadecimal characters. Public: it names a key, says nothing. */
export type KeyId = string & { readonly [keyId]: true };

// Set by the class, which alone sees what they show; declared before it, since it runs at once.
let objectIn: (key: SecretKey) => KeyObject | undefined;
let idBytesIn: (key: SecretKey) => Buffer;

export const keyIdBytes = 16;
export const keyBytes = 32;

/**
 * 256 secret bits with a public id. The bits stay in a `KeyObject`, outside the JavaScript heap,
 * and come out only wrapped: neither JSON, `inspect` nor a structured clone shows them.
 */
export class SecretKey {
  readonly id: KeyId;
  readonly #idBytes: Buffer;
  #object: KeyObject | undefined;

  private constructor(id: KeyId, object: KeyObject) {
    this.id = id;
    this.#idBytes = Buffer.from(id, 'hex');
    this.#object = object;
  }

  static {
    objectIn = (key) => key.#object;
    idBytesIn = (key) => key.#idBytes;
  }

  /** A new random key with a new random id. */
  static generate(): SecretKey {
    const id = keyIdFrom(randomBytes(keyIdBytes));
    return new SecretKey(id, generateKeySync('aes', { length: keyBytes * 8 }));
  }

  /**
   * Takes 32 bytes over: copies them into a `KeyObject` and zeroes them, even when it throws.
   *
   * @throws {@link CryptoError} `bad_input` for another length, `bad_format` for a malformed id.
   */
  static fromBytes(id: KeyId, bytes: Uint8Array): SecretKey {
    try {
      if (bytes.length !== keyBytes) throw new CryptoError('bad_input', 'A key has 32 bytes.');
      return new SecretKey(asKeyId(id), createSecretKey(bytes));
    } finally {
      bytes.fill(0);
    }
  }

  /**
   * Every later use in this process throws `key_destroyed`. The memory is cleared when the runtime
   * collects it, not at once.
   */
  destroy(): void {
    this.#object = undefined;
  }

  toJSON(): string {
    return `SecretKey(${this.id})`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toJSON();
  }
}

/**
 * A subkey and its id, both from HKDF-Expand-SHA-256 over the label: the same label gives the same
 * key, e.g. `values 2026-11-22` for a subkey of the day.
 */
export function deriveKey(key: SecretKey, label: string): SecretKey {
  const object = keyObjectOf(key);
  const expand = (part: string, length: number): Buffer =>
    hkdfExpand('sha256', object, netstrings('wardkeep subkey v1', part, label), length);
  return SecretKey.fromBytes(keyIdFrom(expand('id', keyIdBytes)), expand('key', keyBytes));
}

/**
 * Text read back from storage as a key id.
 *
 * @throws {@link CryptoError} `bad_format` unless it is 32 lower-case hexadecimal characters.
 */
export function asKeyId(text: string): KeyId {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new CryptoError('bad_format', 'This is not a key id.');
  return text as KeyId; // checked on the line before
}

/** For this package only: the package's index does not export it. */
export function keyObjectOf(key: SecretKey): KeyObject {
  const object = objectIn(key);
  if (!object) throw new CryptoError('key_destroyed', 'The key was destroyed.');
  return object;
}

/** For this package only: the 16 bytes of a key's id, not to be written to. */
export function idBytesOf(key: SecretKey): Buffer {
  return idBytesIn(key);
}

/** For this package only: 16 bytes as a key id. */
export function keyIdFrom(bytes: Uint8Array): KeyId {
  if (bytes.length !== keyIdBytes) throw new CryptoError('bad_format', 'This is not a key id.');
  // Hexadecimal by construction, and checked for its length: this runs for every key of a rotation.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex') as KeyId;
}
