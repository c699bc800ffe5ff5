import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, withFlippedBit } from '../test/keys.ts';
import { readRecoveryText, writeRecoveryText } from './recovery-text.ts';
import { generateRecoveryKey, recoveryPublicKeyOf } from './recovery.ts';
import { unwrapWithRecovery, wrapToRecovery } from './recovery.ts';
import { keyObjectOf, SecretKey } from './secret-key.ts';

const kit = generateRecoveryKey();
const key = SecretKey.generate();
const identity = { purpose: 'epoch', owner: 'deployment', name: 'e-1' };

test('a wrapped key of another identity is refused', () => {
  const wrapped = wrapToRecovery(kit.publicKey, key, identity);
  for (const part of ['purpose', 'owner', 'name'] as const) {
    const other = { ...identity, [part]: 'other' };
    const unwrap = () => unwrapWithRecovery(kit.privateText, wrapped, other);
    expect(codeOf(unwrap), part).toBe('not_authentic');
  }
});

test('another kit is refused', () => {
  const wrapped = wrapToRecovery(kit.publicKey, key, identity);
  const other = generateRecoveryKey().privateText;
  expect(codeOf(() => unwrapWithRecovery(other, wrapped, identity))).toBe('not_authentic');
});

test('every flipped bit that counts is refused', () => {
  const wrapped = wrapToRecovery(kit.publicKey, key, identity);
  for (let bit = 0; bit < wrapped.length * 8; bit += 3) {
    const unwrap = () =>
      unwrapWithRecovery(kit.privateText, withFlippedBit(wrapped, bit), identity);
    expect(codeOf(unwrap), `bit ${bit}`).toBe('not_authentic');
  }
});

test('the kit opens what its public half sealed, and knows its public half', () => {
  const wrapped = wrapToRecovery(kit.publicKey, key, identity);
  expect(wrapped).toHaveLength(129);
  const opened = unwrapWithRecovery(kit.privateText, wrapped, identity);
  expect(keyObjectOf(opened).equals(keyObjectOf(key))).toBe(true);
  expect(opened.id).toBe(key.id);
  expect(recoveryPublicKeyOf(kit.privateText)).toBe(kit.publicKey);
});

test.each(['', 'x', 'A'.repeat(44), `${'A'.repeat(42)}=`, `${kit.publicKey} `])(
  'the text %j is not a public half',
  (text) => {
    expect(codeOf(() => wrapToRecovery(text, key, identity))).toBe('bad_format');
  },
);

test('the private half reads back however it is typed', () => {
  const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(secrets, (secret) => {
      const text = writeRecoveryText(secret);
      expect(text).toMatch(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
      const typed = [
        text,
        text.toLowerCase().replaceAll('-', ''),
        ` ${text.replaceAll('-', ' – ')}\n`,
        text.replaceAll('0', 'O').replaceAll('1', 'I'),
        text.replaceAll('0', 'o').replaceAll('1', 'l'),
      ];
      for (const form of typed) expect(readRecoveryText(form).equals(secret)).toBe(true);
    }),
  );
});

test('one wrong letter and two swapped neighbours are noticed', () => {
  const text = writeRecoveryText(Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)));
  const digits = text.replaceAll('-', '');
  for (let i = 0; i < digits.length - 1; i += 1) {
    const [one, next] = [digits.charAt(i), digits.charAt(i + 1)];
    const wrong = digits.slice(0, i) + (one === 'Z' ? 'Y' : 'Z') + digits.slice(i + 1);
    expect(
      codeOf(() => readRecoveryText(wrong)),
      `letter ${i}`,
    ).toBe('bad_format');
    if (one === next) continue;
    const swapped = digits.slice(0, i) + next + one + digits.slice(i + 2);
    expect(
      codeOf(() => readRecoveryText(swapped)),
      `letters from ${i}`,
    ).toBe('bad_format');
  }
});

test('a refusal never repeats what was typed', () => {
  const wrong = `${kit.privateText.slice(0, -1)}U`;
  try {
    recoveryPublicKeyOf(wrong);
    expect.unreachable();
  } catch (error) {
    expect(String(error)).not.toContain(kit.privateText.slice(0, 4));
  }
});
