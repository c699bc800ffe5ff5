import { gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { chosen, chosenKey, concat, flipped, hex, keyJson, utf8 } from './bytes.ts';

const key = chosenKey('file key');
const context = utf8('file f-1 of person-1');
const chunkBytes = 16_384;

export function fileVectors(): unknown {
  const short = seal(plaintext(5), context);
  const two = seal(plaintext(chunkBytes + 1), context);
  return {
    format: 'docs/formats/file.md',
    plaintext: 'byte number i of every plaintext is i modulo 251',
    opens: [
      opens('an empty file', 0),
      opens('five bytes', 5),
      opens('no context', 5, new Uint8Array()),
      opens('one byte less than a chunk', chunkBytes - 1),
      opens('exactly one chunk', chunkBytes),
      opens('one byte more than a chunk', chunkBytes + 1),
    ],
    refused: [
      refused('another context', short, utf8('file f-2 of person-1')),
      refused('a changed salt', flipped(short, 0)),
      refused('a changed commitment', flipped(short, 24)),
      refused('a changed chunk', flipped(short, 56)),
      refused('a changed tag', flipped(short, -1)),
      refused('cut to the header', short.subarray(0, 56)),
      refused('cut inside the header', short.subarray(0, 55)),
      refused('cut at the end of a full chunk', two.subarray(0, 56 + chunkBytes + 16)),
      refused('a byte more', concat(short, Uint8Array.of(0))),
    ],
  };
}

function opens(title: string, length: number, as: Uint8Array = context): unknown {
  const sealed = base64(seal(plaintext(length), as));
  return { title, key: keyJson(key), context: hex(as), length, sealed };
}

function refused(title: string, sealed: Uint8Array, as: Uint8Array = context): unknown {
  return { title, key: keyJson(key), context: hex(as), sealed: base64(sealed) };
}

function plaintext(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % 251);
}

function seal(bytes: Uint8Array, as: Uint8Array): Uint8Array {
  const salt = chosen(`salt ${String(bytes.length)} ${hex(as)}`, 24);
  const domain = utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0');
  const derived = expand(concat(domain, salt, as));
  const chunks: Uint8Array[] = [];
  for (let start = 0; start <= bytes.length; start += chunkBytes) {
    const nonce = derived.slice(32, 44);
    nonce[11] = (nonce[11] ?? 0) ^ chunks.length;
    const chunk = bytes.subarray(start, start + chunkBytes);
    chunks.push(gcm(derived.subarray(0, 32), nonce).encrypt(chunk));
  }
  return concat(salt, derived.subarray(44), ...chunks);
}

/** Two blocks of HKDF-Expand-SHA-512, of which 76 bytes count: @noble refuses a key of 32 bytes here. */
function expand(info: Uint8Array): Uint8Array {
  const first = hmac(sha512, key.bytes, concat(info, Uint8Array.of(1)));
  const second = hmac(sha512, key.bytes, concat(first, info, Uint8Array.of(2)));
  return concat(first, second).subarray(0, 76);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
