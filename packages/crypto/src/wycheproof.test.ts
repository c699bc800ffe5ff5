/**
 * All that this package stands on, against Project Wycheproof: its own primitives where it has some,
 * else `node:crypto` as it is called. A vector is left out only for a reason in `skipped`, and each
 * file must hold at least as many as it did when this was written, so that an empty one fails.
 */
import * as crypto from 'node:crypto';
import { createHash, createPublicKey, createSecretKey } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { keyOf } from '../test/keys.ts';
import { bytesOf, hasWycheproof, needsWycheproof, readWycheproof } from '../test/wycheproof.ts';
import type { WycheproofGroup, WycheproofTest } from '../test/wycheproof.ts';
import { openFileBytes } from './file.ts';
import { gcmOpen, gcmSeal } from './gcm.ts';
import { hkdfExpand, hkdfExtract, type HkdfHash } from './hkdf.ts';

type Subject = {
  readonly file: string;
  /** How many vectors ran, at least. */
  readonly least: number;
  /** Whether what the vector holds was accepted and gave what it says. May throw to refuse. */
  readonly accepts: (vector: WycheproofTest, group: WycheproofGroup) => boolean;
  /** Why this one is left out. */
  readonly skipped?: (vector: WycheproofTest, group: WycheproofGroup) => string | false;
};

const subjects: Record<string, Subject> = {
  'AES-256-GCM': {
    file: 'aes_gcm_test.json',
    least: 30,
    accepts(vector) {
      const nonce = bytesOf(vector, 'iv');
      const key = createSecretKey(bytesOf(vector, 'key'));
      const context = { key, nonce, aad: bytesOf(vector, 'aad') };
      const message = { ciphertext: bytesOf(vector, 'ct'), tag: bytesOf(vector, 'tag') };
      const plaintext = bytesOf(vector, 'msg');
      if (!gcmOpen(context, message).equals(plaintext)) return false;
      const sealed = gcmSeal(context, plaintext);
      const all = [sealed.ciphertext, sealed.tag];
      return Buffer.concat(all).equals(Buffer.concat([message.ciphertext, message.tag]));
    },
    skipped: (_, { keySize, ivSize }) =>
      (keySize !== 256 && 'a key of another length: gcm.ts takes 256 bits only') ||
      (ivSize !== 96 && 'a nonce of another length: gcm.ts takes 96 bits only, see gcm.test.ts'),
  },
  ...Object.fromEntries(
    (['sha256', 'sha512'] as const).flatMap((hash) => [hkdf(hash), hmac(hash)]),
  ),
  'AES-KWP': {
    file: 'aes_kwp_test.json',
    least: 120,
    accepts(vector) {
      const [key, plaintext] = [bytesOf(vector, 'key'), bytesOf(vector, 'msg')];
      const cipher = `id-aes${key.length * 8}-wrap-pad`;
      const iv = Buffer.from('a65959a6', 'hex'); // RFC 5649 §3
      const unwrap = crypto.createDecipheriv(cipher, key, iv);
      const opened = Buffer.concat([unwrap.update(bytesOf(vector, 'ct')), unwrap.final()]);
      const wrap = crypto.createCipheriv(cipher, key, iv);
      const wrapped = Buffer.concat([wrap.update(plaintext), wrap.final()]);
      return opened.equals(plaintext) && wrapped.equals(bytesOf(vector, 'ct'));
    },
  },
  'RSA-OAEP, 2048 bits, SHA-256': {
    file: 'rsa_oaep_2048_sha256_mgf1sha256_test.json',
    least: 19,
    accepts(vector, { privateKeyPem }) {
      const oaepLabel = bytesOf(vector, 'label');
      const key = { key: String(privateKeyPem), oaepHash: 'sha256', oaepLabel };
      const opened = crypto.privateDecrypt(key, bytesOf(vector, 'ct'));
      return opened.equals(bytesOf(vector, 'msg'));
    },
  },
  Ed25519: {
    file: 'ed25519_test.json',
    least: 76,
    accepts(vector, { publicKeyDer }) {
      const bytes = Buffer.from(String(publicKeyDer), 'hex');
      const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' });
      return crypto.verify(null, bytesOf(vector, 'msg'), key, bytesOf(vector, 'sig'));
    },
  },
  'PBKDF2-HMAC-SHA-256': {
    file: 'pbkdf2_hmacsha256_test.json',
    least: 30,
    accepts(vector) {
      const [password, salt] = [bytesOf(vector, 'password'), bytesOf(vector, 'salt')];
      const [iterations, length] = [Number(vector['iterationCount']), Number(vector['dkLen'])];
      const bytes = crypto.pbkdf2Sync(password, salt, iterations, length, 'sha256');
      return bytes.equals(bytesOf(vector, 'dk'));
    },
  },
  'Cobblestone-256': {
    file: 'c2sp_chunked_encryption_aes_256_gcm_test.json',
    least: 35,
    accepts(vector) {
      const key = keyOf(bytesOf(vector, 'key'));
      const opened = openFileBytes(key, bytesOf(vector, 'ctx'), inflateSync(bytesOf(vector, 'ct')));
      return createHash('sha512').update(opened).digest('hex') === vector['msgSha512'];
    },
  },
};

describe.skipIf(!hasWycheproof)(needsWycheproof('Wycheproof'), () => {
  test.each(Object.entries(subjects))('%s does what the vectors say', (_, subject) => {
    const groups = readWycheproof(subject.file);
    let seen = 0;
    for (const group of groups) {
      for (const vector of group.tests) {
        if (subject.skipped?.(vector, group)) continue;
        const accepted = tried(() => subject.accepts(vector, group));
        expect(accepted, `tcId ${vector.tcId}: ${vector.comment}`).toBe(vector.result === 'valid');
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThanOrEqual(subject.least);
  });

  test('no vector is merely acceptable, so that none is decided by taste', () => {
    for (const { file } of Object.values(subjects)) {
      const results = readWycheproof(file).flatMap(({ tests }) => tests.map((of) => of.result));
      expect(results, file).not.toContain('acceptable');
      expect(results, file).toContain('valid');
    }
  });
});

function hkdf(hash: HkdfHash): [string, Subject] {
  const accepts = (vector: WycheproofTest): boolean => {
    const key = hkdfExtract(hash, bytesOf(vector, 'salt'), bytesOf(vector, 'ikm'));
    const bytes = hkdfExpand(hash, key, bytesOf(vector, 'info'), Number(vector['size']));
    return bytes.equals(bytesOf(vector, 'okm'));
  };
  return [`HKDF over ${hash}`, { file: `hkdf_${hash}_test.json`, least: 42, accepts }];
}

function hmac(hash: HkdfHash): [string, Subject] {
  const accepts = (vector: WycheproofTest): boolean => {
    const tag = bytesOf(vector, 'tag');
    const key = createSecretKey(bytesOf(vector, 'key'));
    const own = crypto.createHmac(hash, key).update(bytesOf(vector, 'msg')).digest();
    return crypto.timingSafeEqual(own.subarray(0, tag.length), tag);
  };
  return [`HMAC over ${hash}`, { file: `hmac_${hash}_test.json`, least: 87, accepts }];
}

function tried(action: () => boolean): boolean {
  try {
    return action();
  } catch {
    return false; // every throw is a refusal here; that valid vectors do not throw is checked too
  }
}
