import {
  constants,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  privateEncrypt,
  randomBytes,
} from 'node:crypto';

/** One version of an RSA key of a pretended vault. */
export class FakeRsaKey {
  isEnabled = true;
  readonly version = randomBytes(16).toString('hex');
  readonly keyOps: readonly string[];
  readonly #pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

  constructor(keyOps: readonly string[]) {
    this.keyOps = keyOps;
  }

  get publicKey() {
    return this.#pair.publicKey;
  }

  /** PS256 (RFC 7518 §3.5) of a digest that the caller computed, which `node:crypto` does not offer. */
  signDigest(digest: Buffer): Buffer {
    const encoded = encodePss(digest);
    const padding = constants.RSA_NO_PADDING;
    return privateEncrypt({ key: this.#pair.privateKey, padding }, encoded);
  }

  /** RSA-OAEP-256. @returns `undefined` for what does not decrypt. */
  unwrap(block: Buffer): Buffer | undefined {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    try {
      return privateDecrypt({ key: this.#pair.privateKey, padding, oaepHash: 'sha256' }, block);
    } catch {
      return undefined;
    }
  }
}

const modulusBytes = 256;
const hashBytes = 32;

/** EMSA-PSS-ENCODE of RFC 8017 §9.1.1, SHA-256, a salt of 32 bytes, 2048 bits. */
function encodePss(digest: Buffer): Buffer {
  const salt = randomBytes(hashBytes);
  const hash = sha256(Buffer.concat([Buffer.alloc(8), digest, salt]));
  const padding = Buffer.alloc(modulusBytes - 2 * hashBytes - 2);
  const block = Buffer.concat([padding, Buffer.of(0x01), salt]);
  const mask = mgf1(hash, block.length);
  const masked = block.map((byte, i) => byte ^ (mask[i] ?? 0));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return Buffer.concat([masked, hash, Buffer.of(0xbc)]);
}

function mgf1(seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i * hashBytes < length; i += 1) {
    parts.push(sha256(Buffer.concat([seed, Buffer.of(0, 0, 0, i)])));
  }
  return Buffer.concat(parts).subarray(0, length);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
