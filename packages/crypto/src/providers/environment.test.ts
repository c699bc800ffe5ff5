import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../test/keys.ts';
import { openEnvironmentProvider } from './environment.ts';
import { readRootKeyText } from './root-key-text.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const fill = (length: number, value: (i: number) => number) =>
  hex(Uint8Array.from({ length }, (_, i) => value(i)));
const random = hex(randomBytes(32));

describe('a root key given as text', () => {
  test('is one key in hexadecimal, base64url and base64, and names itself by an id of its own', () => {
    const bytes = Buffer.from(random, 'hex');
    const texts = [
      random,
      random.toUpperCase(),
      `${random}\n`,
      bytes.toString('base64'),
      bytes.toString('base64url'),
    ];
    const references = texts.map((rootKey) => openEnvironmentProvider({ rootKey }).reference);
    expect(new Set(references).size).toBe(1);
    expect(references[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(random).not.toContain(references[0]);
  });

  test.each([
    ['nothing', ''],
    ['31 bytes', hex(randomBytes(31))],
    ['33 bytes', hex(randomBytes(33))],
    ['a digit less', random.slice(1)],
    ['a passphrase', 'correct horse battery staple and a few more'],
    ['base64 of 31 bytes', randomBytes(31).toString('base64')],
    [
      '43 characters that no 32 bytes give',
      `${randomBytes(32).toString('base64url').slice(0, 42)}B`,
    ],
    ['two keys', `${random}${random}`],
  ])('is refused: %s', (_, rootKey) => {
    expect(codeOf(() => openEnvironmentProvider({ rootKey }))).toBe('bad_input');
  });

  test.each([
    ['zeros', fill(32, () => 0), 'it repeats itself'],
    ['one byte', fill(32, () => 0xa7), 'it repeats itself'],
    ['16 random bytes twice', hex(randomBytes(16)).repeat(2), 'it repeats itself'],
    ['a word thrice', hex(Buffer.from('secret-passphrase-for-wardkeep!!')), 'it is text'],
    ['text in hexadecimal', hex(Buffer.from(hex(randomBytes(16)))), 'it is text'],
    ['counting up', fill(32, (i) => i), 'it counts'],
    ['counting down in steps', fill(32, (i) => 255 - 7 * i), 'it counts'],
    ['a short key and zeros', `${hex(randomBytes(16))}${'00'.repeat(16)}`, 'few different bytes'],
    ['few values', fill(32, (i) => (i * i * 31 + (i >> 3)) % 13), 'few different bytes'],
  ])('is refused as not random: %s', (_, rootKey, why) => {
    const error = expect.objectContaining({
      code: 'bad_input',
      message: expect.stringMatching(`${why}.*openssl rand -hex 32`),
    });
    expect(() => openEnvironmentProvider({ rootKey })).toThrow(error);
  });

  test('is never refused when it is random: 20,000 keys', () => {
    for (let i = 0; i < 20_000; i += 1) readRootKeyText(hex(randomBytes(32)));
  });

  test('that hashes a password passes, which nothing here can tell', () => {
    readRootKeyText(createHash('sha256').update('password').digest('hex'));
  });
});
