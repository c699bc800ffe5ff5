import { cbc } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { chosen, concat, flipped, hex, utf8 } from './bytes.ts';

const key = chosen('fernet key', 32);
const iv = chosen('fernet iv', 16);
const time = 1_700_000_000;
const secret = base64(key);

/** github.com/fernet/spec, from the page alone. */
export function fernetVectors(): unknown {
  const short = bytesOf(utf8('ünïcode'));
  const token = base64(short);
  const vector = { key: secret, token };
  const at = (offset: number, ttlSeconds: number) => ({ nowSeconds: time + offset, ttlSeconds });
  return {
    format: 'https://github.com/fernet/spec, version 0x80',
    opens: [
      opens('a text', utf8('ünïcode')),
      opens('nothing', new Uint8Array()),
      opens('exactly one block', chosen('block', 16)),
      opens(
        'binary',
        concat(...Array.from({ length: 9 }, (_, i) => chosen(`binary ${String(i)}`, 32))),
      ),
      { ...opens('the last second of its life', utf8('ünïcode')), ...at(60, 60) },
      { ...opens('a clock a minute behind', utf8('ünïcode')), ...at(-60, 60) },
    ],
    refused: [
      { title: 'too old', code: 'expired', ...vector, ...at(61, 60) },
      { title: 'from the future', code: 'expired', ...vector, ...at(-61, 60) },
      { title: 'another key', code: 'not_authentic', token, key: base64(chosen('other key', 32)) },
      ...[1, 8, 9, 24, 25, -33, -32, -1].map((byte) => ({
        title: `a changed byte ${String(byte)}`,
        code: 'not_authentic',
        key: secret,
        token: base64(flipped(short, byte)),
      })),
      refused('signed, with wrong padding', 'not_authentic', sign(body(chosen('junk', 16)))),
      refused('another version', 'bad_format', flipped(short, 0)),
      refused('no block', 'bad_format', sign(body(new Uint8Array()))),
      refused('half a block', 'bad_format', sign(body(chosen('junk', 8)))),
      refused('cut short', 'bad_format', short.subarray(0, -1)),
      refused('a byte more', 'bad_format', concat(short, Uint8Array.of(0))),
      refused('empty', 'bad_format', new Uint8Array()),
      { title: 'no padding', code: 'bad_format', key: secret, token: token.replaceAll('=', '') },
      { title: 'a line end', code: 'bad_format', key: secret, token: `${token}\n` },
      { title: 'a blank', code: 'bad_format', key: secret, token: ` ${token}` },
      {
        title: 'the other alphabet',
        code: 'bad_format',
        key: secret,
        token: `${token.slice(0, -4)}+/==`,
      },
      { title: 'spare bits set', code: 'bad_format', key: secret, token: withSpareBits(token) },
      { title: 'a key too short', code: 'bad_format', token, key: base64(key.subarray(1)) },
      {
        title: 'a key without padding',
        code: 'bad_format',
        token,
        key: secret.replaceAll('=', ''),
      },
    ],
  };
}

function opens(title: string, plaintext: Uint8Array) {
  return { title, key: secret, token: base64(bytesOf(plaintext)), plaintext: hex(plaintext) };
}

function refused(title: string, code: string, token: Uint8Array): unknown {
  return { title, code, key: secret, token: base64(token) };
}

function bytesOf(plaintext: Uint8Array): Uint8Array {
  return sign(body(cbc(key.subarray(16), iv).encrypt(plaintext)));
}

function body(ciphertext: Uint8Array): Uint8Array {
  const seconds = new Uint8Array(8);
  new DataView(seconds.buffer).setBigUint64(0, BigInt(time));
  return concat(Uint8Array.of(0x80), seconds, iv, ciphertext);
}

function sign(bytes: Uint8Array): Uint8Array {
  return concat(bytes, hmac(sha256, key.subarray(0, 16), bytes));
}

/** The same bytes to a reader that ignores the bits which the last letter has too many. */
function withSpareBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const end = text.indexOf('=');
  const letter = alphabet[alphabet.indexOf(text.charAt(end - 1)) + 1] ?? '';
  return text.slice(0, end - 1) + letter + text.slice(end);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
