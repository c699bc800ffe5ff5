import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { openFernet } from './fernet.ts';
import * as everything from './index.ts';

const directory = join(import.meta.dirname, '../../../../shared/data/crypto/fernet');
const here = existsSync(directory);
const needed = here ? 'the published vectors' : 'SKIPPED, no Fernet vectors here';

describe.skipIf(!here)(needed, () => {
  type Vector = { desc?: string; token: string; now: string; ttl_sec?: number; src: string };
  const read = (name: string) =>
    JSON.parse(readFileSync(join(directory, name), 'utf8')) as (Vector & { secret: string })[]; // of the spec
  const open = ({ secret, token, now, ttl_sec: ttlSeconds = -1 }: Vector & { secret: string }) =>
    openFernet(secret, token, ttlSeconds < 0 ? {} : { now: new Date(now), ttlSeconds });

  test.each(['verify.json', 'generate.json'])('%s: all open', (name) => {
    const vectors = read(name);
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) expect(open(vector).toString()).toBe(vector.src);
  });

  test('invalid.json: all are refused, each for its reason', () => {
    const codes = Object.fromEntries(
      read('invalid.json').map((vector) => [vector.desc, codeOf(() => open(vector))]),
    );
    expect(codes).toEqual({
      'incorrect mac': 'not_authentic',
      'too short': 'bad_format',
      'invalid base64': 'bad_format',
      'payload size not multiple of block size': 'bad_format',
      'payload padding error': 'not_authentic',
      'far-future TS (unacceptable clock skew)': 'expired',
      'expired TTL': 'expired',
      'incorrect IV (causes padding error)': 'not_authentic',
      'very short payload size': 'bad_format',
      'super short payload size': 'bad_format',
    });
  });
});

test('a wrong signature, and wrong padding under a right one, fail alike: the same words, no cause', () => {
  const key = randomBytes(32);
  const good = body(key, Buffer.from('content'));
  const badPadding = Buffer.concat([good.subarray(0, 25), Buffer.alloc(16, 1)]);
  const tokens = [
    Buffer.concat([good, randomBytes(32)]),
    Buffer.concat([badPadding, randomBytes(32)]),
    signed(key, badPadding),
  ];
  const errors = tokens.map((token) => {
    try {
      return openFernet(padded(key), padded(token));
    } catch (error) {
      expect(error).not.toHaveProperty('cause');
      return String(error);
    }
  });
  expect(errors[0]).toContain('CryptoError');
  expect(new Set(errors).size).toBe(1);
});

test.each([-1, 1.5, Number.NaN, Infinity])('a time to live of %d is refused', (ttlSeconds) => {
  const { key, token } = aToken();
  const open = () => openFernet(key, token, { now: new Date(0), ttlSeconds });
  expect(codeOf(open)).toBe('bad_input');
});

test('a time that is none is refused, so that no age goes unchecked', () => {
  const { key, token } = aToken();
  const open = () => openFernet(key, token, { now: new Date('never'), ttlSeconds: 60 });
  expect(codeOf(open)).toBe('bad_input');
});

test('nothing in this package writes Fernet', () => {
  expect(Object.keys(everything).filter((name) => /fernet/i.test(name))).toEqual(['openFernet']);
});

function aToken(): { key: string; token: string } {
  const key = randomBytes(32);
  return { key: padded(key), token: padded(signed(key, body(key, Buffer.from('content')))) };
}

function signed(key: Buffer, bytes: Buffer): Buffer {
  const tag = createHmac('sha256', key.subarray(0, 16)).update(bytes).digest();
  return Buffer.concat([bytes, tag]);
}

function body(key: Buffer, plaintext: Buffer): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv);
  const head = Buffer.concat([Buffer.of(0x80), Buffer.alloc(8), iv]);
  return Buffer.concat([head, cipher.update(plaintext), cipher.final()]);
}

function padded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
