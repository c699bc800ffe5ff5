import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf, codeOfAsync, keyFromJson, type KeyJson } from '../test/keys.ts';
import { blindIndex } from './blind-index.ts';
import { openFernet } from './fernet.ts';
import { openFileBytes } from './file.ts';
import type { KeyIdentity } from './key-commitment.ts';
import { openKeyFile } from './key-file.ts';
import { keyObjectOf, type SecretKey } from './secret-key.ts';
import { normalise, type Normaliser } from './normaliser.ts';
import { recoveryPublicKeyOf, unwrapWithRecovery } from './recovery.ts';
import { combineRecoveryShares, recoveryShareLabelOf } from './recovery-shares.ts';
import { asSealed, openBytes, openValue, type Place } from './value.ts';
import { asWrappedKey, unwrapKey } from './wrapped-key.ts';

// Published vectors (docs/formats): once released they never change, and every version opens them.

describe('value', () => {
  type Vector = { title: string; key: KeyJson; place: Place; sealed: string } & Content;
  type Content = { json?: string; bytes?: string };
  const { opens, refused } = read<Vector>('value');

  test.each(opens)('opens $title', ({ key, place, sealed, json, bytes }) => {
    const secret = keyFromJson(key);
    const value = hex(sealed);
    if (json !== undefined) {
      expect(openValue(secret, place, asSealed<unknown>(value))).toEqual(JSON.parse(json));
      expect(codeOf(() => openBytes(secret, place, asSealed(value)))).toBe('bad_format');
    } else {
      expect(openBytes(secret, place, asSealed(value)).toString('hex')).toBe(bytes);
      expect(codeOf(() => openValue(secret, place, asSealed(value)))).toBe('bad_format');
    }
  });

  test.each(refused)('refuses $title', ({ key, place, sealed }) => {
    const open = () => openValue(keyFromJson(key), place, asSealed(hex(sealed)));
    expect(['not_authentic', 'bad_format']).toContain(codeOf(open));
  });
});

describe('wrapped key', () => {
  type Vector = { title: string; wrapping: KeyJson; identity: KeyIdentity; wrapped: string };
  const { opens, refused } = read<Vector & { key: KeyJson }>('wrapped-key');

  test.each(opens)('opens $title', ({ wrapping, identity, wrapped, key }) => {
    const secret = unwrapKey(keyFromJson(wrapping), asWrappedKey(hex(wrapped)), identity);
    expect(jsonOf(secret)).toEqual(key);
  });

  test.each(refused)('refuses $title', ({ wrapping, identity, wrapped }) => {
    const unwrap = () => unwrapKey(keyFromJson(wrapping), asWrappedKey(hex(wrapped)), identity);
    expect(['not_authentic', 'bad_format']).toContain(codeOf(unwrap));
  });
});

describe('file', () => {
  type Vector = { title: string; key: KeyJson; context: string; length: number; sealed: string };
  const { opens, refused } = read<Vector>('file');

  test.each(opens)('opens $title', ({ key, context, length, sealed }) => {
    const opened = openFileBytes(keyFromJson(key), hex(context), Buffer.from(sealed, 'base64'));
    expect(opened.equals(Uint8Array.from({ length }, (_, i) => i % 251))).toBe(true);
  });

  test.each(refused)('refuses $title', ({ key, context, sealed }) => {
    const file = Buffer.from(sealed, 'base64');
    const open = () => openFileBytes(keyFromJson(key), hex(context), file);
    expect(codeOf(open)).toBe('not_authentic');
  });
});

describe('blind index', () => {
  type Vector = { key: KeyJson; field: string; normaliser: Normaliser; value: string };
  type Expected = { title: string; normalised: string; index: string };
  const { opens, refused } = read<Vector & Expected>('blind-index');

  test.each(opens)('$normaliser of $value', ({ key, normalised, index, value, ...field }) => {
    expect(normalise(field.normaliser, value)).toBe(normalised);
    const full = blindIndex(keyFromJson(key), { ...field, bytes: 32 }, value);
    expect(full.toString('hex')).toBe(index);
    expect(blindIndex(keyFromJson(key), field, value)).toEqual(full.subarray(0, 16));
  });

  test.each(refused)('refuses $title', ({ normaliser, value }) => {
    const index = () => blindIndex(aKey(), { field: 'f', normaliser }, value);
    expect(codeOf(index)).toBe('bad_input');
  });
});

describe.each(['key-file', 'key-file-v2'])('%s', (name) => {
  type Vector = { title: string; passphrase: string; file: unknown; key: KeyJson };
  const { opens, refused } = read<Vector>(name);

  test.each(opens)('opens $title', ({ passphrase, file, key }) => {
    expect(jsonOf(openKeyFile(passphrase, file))).toEqual(key);
  });

  test.each(refused)('refuses $title', ({ passphrase, file }) => {
    const code = codeOf(() => openKeyFile(passphrase, file));
    expect(['not_authentic', 'bad_format', 'bad_input']).toContain(code);
  });
});

describe('recovery', () => {
  type Vector = { title: string; privateText: string; publicKey: string; key: KeyJson };
  type Wrapped = { identity: KeyIdentity; wrapped: string };
  const { opens, refused } = read<Vector & Wrapped>('recovery');

  test.each(opens)('opens $title', ({ privateText, publicKey, identity, wrapped, key }) => {
    expect(recoveryPublicKeyOf(privateText)).toBe(publicKey);
    expect(jsonOf(unwrapWithRecovery(privateText, hex(wrapped), identity))).toEqual(key);
  });

  test.each(refused)('refuses $title', ({ privateText, identity, wrapped }) => {
    const unwrap = () => unwrapWithRecovery(privateText, hex(wrapped), identity);
    expect(['not_authentic', 'bad_format']).toContain(codeOf(unwrap));
  });
});

describe('recovery shares', () => {
  type Vector = { title: string; texts: string[]; privateText: string; code: string };
  const { opens, refused } = read<Vector>('recovery-shares');

  test.each(opens)('combines $title', async ({ texts, privateText }) => {
    expect(await combineRecoveryShares(texts)).toBe(privateText);
  });

  test.each(refused)('refuses $title with $code', async ({ texts, code }) => {
    expect(await codeOfAsync(() => combineRecoveryShares(texts))).toBe(code);
  });

  test('a share says which it is', () => {
    const text = opens[0]?.texts[1] ?? '';
    const label = { group: '9f3a00c1', threshold: 3, shares: 5, number: 2 };
    expect(recoveryShareLabelOf(text)).toEqual(label);
  });
});

describe('Fernet', () => {
  type Vector = { title: string; key: string; token: string; plaintext: string; code: string };
  type Age = { nowSeconds?: number; ttlSeconds?: number };
  const { opens, refused } = read<Vector & Age>('fernet');
  const open = ({ key, token, nowSeconds, ttlSeconds }: Vector & Age) =>
    nowSeconds === undefined || ttlSeconds === undefined
      ? openFernet(key, token)
      : openFernet(key, token, { now: new Date(nowSeconds * 1000), ttlSeconds });

  test.each(opens)('opens $title', (vector) => {
    expect(open(vector).toString('hex')).toBe(vector.plaintext);
  });

  test.each(refused)('refuses $title with $code', (vector) => {
    expect(codeOf(() => open(vector))).toBe(vector.code);
  });
});

function read<Vector>(name: string): { opens: Vector[]; refused: Vector[] } {
  const path = join(import.meta.dirname, '../../../vectors', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as { opens: Vector[]; refused: Vector[] }; // our own
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

function jsonOf(key: SecretKey): KeyJson {
  return { id: key.id, bytes: keyObjectOf(key).export().toString('hex') };
}

function aKey(): SecretKey {
  return keyFromJson({ id: '00'.repeat(16), bytes: '00'.repeat(32) });
}
