import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newRecoveryCodes, typedRecoveryCode } from './recovery-code-rules.ts';

test('there are ten, of 80 bits each, in four groups of four', () => {
  const codes = newRecoveryCodes(randomBytes);
  expect(new Set(codes).size).toBe(10);
  for (const code of codes)
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test('every bit of the randomness is in the code', () => {
  const codes = Array.from({ length: 80 }, (_bit, bit) => {
    const bytes = new Uint8Array(10);
    bytes[bit >> 3] = 1 << (bit & 7);
    return newRecoveryCodes(() => bytes)[0];
  });
  expect(new Set(codes).size).toBe(80);
});

test('case, spaces and dashes do not count, nor O for 0 and I or L for 1', () => {
  const bytes = Uint8Array.from(Buffer.from('00443214c74254b635cf', 'hex'));
  const [code = ''] = newRecoveryCodes(() => bytes);
  expect(code).toBe('0123-4567-89AB-CDEF');
  const plain = code.replaceAll('-', '');
  const ways = [
    code,
    code.toLowerCase(),
    plain,
    ` ${code.replaceAll('-', ' ')}\n`,
    code.replaceAll('-', '–'),
    code.replace('0', 'O').replace('1', 'l'),
    code.replace('0', 'o').replace('1', 'I'),
  ];
  for (const typed of ways) expect(typedRecoveryCode(typed), typed).toBe(plain);
});

test('anything else is no code', () => {
  for (const typed of [
    '',
    '123456',
    '0123-4567-89AB-CDE',
    '0123-4567-89AB-CDEFG',
    '0123-4567-89AB-CDEU',
  ])
    expect(typedRecoveryCode(typed), typed).toBeUndefined();
});
