import { pbkdf2Sync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { openKeyFile, sealKeyFile } from './key-file.ts';
import { asKeyId, keyObjectOf, SecretKey } from './secret-key.ts';
import { wrapKey } from './wrapped-key.ts';

const passphrase = 'correct horse battery';
const key = SecretKey.generate();
const file = sealKeyFile(passphrase, key);

test('a key file opens with its passphrase after a round through JSON', () => {
  const opened = openKeyFile(passphrase, JSON.parse(JSON.stringify(file)));
  expect(keyObjectOf(opened).equals(keyObjectOf(key))).toBe(true);
  expect(opened.id).toBe(key.id);
});

test('another passphrase is refused', () => {
  expect(codeOf(() => openKeyFile(`${passphrase}!`, file))).toBe('not_authentic');
});

test('a file is written with 64 MiB, 3 passes and a salt of its own', () => {
  const { salt, ...cost } = file.kdf;
  expect(cost).toEqual({ name: 'argon2id', memoryKiB: 65_536, passes: 3, parallelism: 1 });
  expect(sealKeyFile(passphrase, key).kdf.salt).not.toBe(salt);
});

test.each([
  ['memory', { memoryKiB: 2 ** 31 }],
  ['passes', { passes: 1e9 }],
  ['lanes', { parallelism: 1e6 }],
])('a file that asks for too much %s is refused before anything is computed', (_, other) => {
  const greedy = { ...file, kdf: { ...file.kdf, ...other } };
  const start = process.cpuUsage().user;
  expect(codeOf(() => openKeyFile(passphrase, greedy))).toBe('bad_format');
  expect(process.cpuUsage().user - start).toBeLessThan(50_000);
});

describe('version 2, which another tool wrote with PBKDF2', () => {
  const salt = Buffer.alloc(16, 5);
  const older = written(600_000);

  test('opens with its passphrase, and with no other', () => {
    const opened = openKeyFile(passphrase, older);
    expect(keyObjectOf(opened).equals(keyObjectOf(key))).toBe(true);
    expect(codeOf(() => openKeyFile(`${passphrase}!`, older))).toBe('not_authentic');
  });

  test.each([0, 1, 599_999, 10_000_001, 2 ** 31, -600_000])(
    '%d iterations are refused before anything is computed',
    (iterations) => {
      const other = { ...older, kdf: { ...older.kdf, iterations } };
      const start = process.cpuUsage().user;
      expect(codeOf(() => openKeyFile(passphrase, other))).toBe('bad_format');
      expect(process.cpuUsage().user - start).toBeLessThan(50_000);
    },
  );

  test('with its iterations changed is refused', () => {
    const other = { ...older, kdf: { ...older.kdf, iterations: 600_001 } };
    expect(codeOf(() => openKeyFile(passphrase, other))).toBe('not_authentic');
  });

  test('is never written', () => {
    expect(file.version).toBe(1);
    expect(Object.keys(openedAgain())).not.toContain('iterations');
  });

  function openedAgain() {
    return sealKeyFile(passphrase, openKeyFile(passphrase, older)).kdf;
  }

  function written(iterations: number) {
    const bytes = pbkdf2Sync(passphrase, salt, iterations, 32, 'sha256');
    const wrapping = SecretKey.fromBytes(asKeyId(salt.toString('hex')), bytes);
    const identity = { purpose: 'key-file', owner: key.id, name: 'v2' };
    const sealed = Buffer.from(wrapKey(wrapping, key, identity)).toString('base64url');
    const kdf = { name: 'pbkdf2-hmac-sha256', iterations, salt: salt.toString('base64url') };
    return { format: 'wardkeep-key-file', version: 2, keyId: key.id, kdf, sealed };
  }
});

test.each([null, 1, 'text', [], {}, { ...file, version: '1' }, { ...file, sealed: 7 }])(
  'case %#: what is not a key file is refused',
  (other) => {
    expect(codeOf(() => openKeyFile(passphrase, other))).toBe('bad_format');
  },
);

test.each([
  ['11 characters', 'x'.repeat(11)],
  ['1025 characters', 'x'.repeat(1025)],
  ['a lone surrogate', `${passphrase}\uD800`],
])('a passphrase of %s is refused', (_, text) => {
  expect(codeOf(() => sealKeyFile(text, key))).toBe('bad_input');
  expect(codeOf(() => openKeyFile(text, file))).toBe('bad_input');
});
