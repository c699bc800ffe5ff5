import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, codeOfAsync } from '../test/keys.ts';
import { readPaperText, writePaperText } from './paper-text.ts';
import { generateRecoveryKey, recoveryPublicKeyOf } from './recovery.ts';
import { combineRecoveryShares, recoveryShareLabelOf } from './recovery-shares.ts';
import { splitRecoveryKey } from './recovery-shares.ts';
import { readShareText, writeShareText } from './recovery-share-text.ts';

const kit = generateRecoveryKey();
const texts = await splitRecoveryKey(kit.privateText, { shares: 5, threshold: 3 });
const [one = '', two = '', three = '', four = ''] = texts;

describe('refused', () => {
  test('two of three', async () => {
    const combine = () => combineRecoveryShares([one, two]);
    expect(await codeOfAsync(combine)).toBe('shares_too_few');
    await expect(combine).rejects.toThrow('It takes 3 of these recovery shares; 2 were given.');
  });

  test('one share twice, however it is typed', async () => {
    const again = one.toLowerCase().replaceAll('-', ' ');
    expect(await codeOfAsync(() => combineRecoveryShares([one, two, again]))).toBe(
      'shares_duplicate',
    );
  });

  test('shares of two splits of the same key', async () => {
    const others = await splitRecoveryKey(kit.privateText, { shares: 5, threshold: 3 });
    const mixed = [one, two, others[2] ?? ''];
    expect(await codeOfAsync(() => combineRecoveryShares(mixed))).toBe('shares_mixed');
  });

  test('a mistake in one, and the refusal says which but repeats nothing of it', async () => {
    const wrong = `${two.slice(0, -1)}${two.endsWith('Z') ? 'Y' : 'Z'}`;
    const combine = () => combineRecoveryShares([one, wrong, three]);
    expect(await codeOfAsync(combine)).toBe('bad_format');
    const error: unknown = await combine().catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('Share 2 of those given');
    expect(String(error)).not.toContain(two.slice(20, 24));
  });

  test('a forged share with a right checksum, also one more than needed', async () => {
    const parts = readShareText(three);
    const forged = writeShareText({ ...parts, y: parts.y.map((byte) => byte ^ 0x80) });
    expect(await codeOfAsync(() => combineRecoveryShares([one, two, forged]))).toBe(
      'not_authentic',
    );
    expect(await codeOfAsync(() => combineRecoveryShares([one, two, four, forged]))).toBe(
      'not_authentic',
    );
  });

  test('a point at x = 0, which would be the secret as its forger likes', async () => {
    const forged = writeShareText({ ...readShareText(three), x: 0 });
    expect(await codeOfAsync(() => combineRecoveryShares([one, two, forged]))).toBe('bad_format');
  });

  test.each([
    [1, 1],
    [3, 1],
    [2, 3],
    [256, 2],
    [256, 256],
    [2.5, 2],
    [3, 2.5],
    [Number.NaN, 2],
  ])('%d shares of which %d are enough', async (shares, threshold) => {
    const split = () => splitRecoveryKey(kit.privateText, { shares, threshold });
    expect(await codeOfAsync(split)).toBe('bad_input');
  });

  test('to split a key with a mistake in it', async () => {
    const wrong = kit.privateText.slice(0, -4);
    const split = () => splitRecoveryKey(wrong, { shares: 2, threshold: 2 });
    expect(await codeOfAsync(split)).toBe('bad_format');
  });

  test('a recovery key as a share, and a share as a recovery key', () => {
    expect(codeOf(() => recoveryShareLabelOf(kit.privateText))).toBe('bad_format');
    expect(codeOf(() => recoveryPublicKeyOf(one))).toBe('bad_format');
  });
});

test('any three of five, in any order, and all five, give the key back', async () => {
  for (const chosen of [...subsets(texts, 3), texts, [...texts].reverse()]) {
    expect(await combineRecoveryShares(chosen)).toBe(kit.privateText);
  }
});

test('whatever is split, into however many, combines from the last ones of it', async () => {
  const sizes = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 12 }));
  await fc.assert(
    fc.asyncProperty(sizes, async ([a, b]) => {
      const { privateText } = generateRecoveryKey();
      const [threshold, shares] = [Math.min(a, b), Math.max(a, b)];
      const split = await splitRecoveryKey(privateText, { shares, threshold });
      expect(split).toHaveLength(shares);
      expect(await combineRecoveryShares(split.slice(-threshold))).toBe(privateText);
    }),
    { numRuns: 50 },
  );
});

test('255 shares are the most, and all of them combine', async () => {
  const split = await splitRecoveryKey(kit.privateText, { shares: 255, threshold: 255 });
  expect(await combineRecoveryShares(split)).toBe(kit.privateText);
});

test('shares look as printed and say which they are', () => {
  const groups = new Set(texts.map((text) => recoveryShareLabelOf(text).group));
  expect(groups.size).toBe(1);
  expect(texts.map((text) => recoveryShareLabelOf(text).number)).toEqual([1, 2, 3, 4, 5]);
  expect(recoveryShareLabelOf(three)).toMatchObject({ threshold: 3, shares: 5 });
  for (const text of texts) expect(text).toMatch(/^([0-9A-Z]{4}-){19}[0-9A-Z]{4}$/);
});

test('one wrong letter and two swapped neighbours are noticed', () => {
  const digits = one.replaceAll('-', '');
  for (let i = 0; i < digits.length - 1; i += 1) {
    const [letter, next] = [digits.charAt(i), digits.charAt(i + 1)];
    const wrong = digits.slice(0, i) + (letter === 'Z' ? 'Y' : 'Z') + digits.slice(i + 1);
    expect(
      codeOf(() => readShareText(wrong)),
      `letter ${i}`,
    ).toBe('bad_format');
    if (letter === next) continue;
    const swapped = digits.slice(0, i) + next + letter + digits.slice(i + 2);
    expect(
      codeOf(() => readShareText(swapped)),
      `letters from ${i}`,
    ).toBe('bad_format');
  }
});

test('two of three shares hold nothing of the key: the same ones fit every key', async () => {
  // Bytes of y are uniform, whatever the secret: over many splits each value comes up alike.
  const counts = new Map<number, number>();
  for (let i = 0; i < 200; i += 1) {
    const [share = ''] = await splitRecoveryKey(kit.privateText, { shares: 2, threshold: 2 });
    for (const byte of readShareText(share).y) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  expect(counts.size).toBe(256);
  expect(Math.max(...counts.values())).toBeLessThan(90); // 28 expected; 90 is 11 deviations away
});

test('bytes for paper read back', () => {
  const lengths = fc.integer({ min: 0, max: 12 }).map((fives) => fives * 5);
  const bytes = lengths.chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
  fc.assert(
    fc.property(bytes, (value) => {
      const text = writePaperText(Buffer.from(value));
      expect(readPaperText(text, value.length)?.equals(value)).toBe(true);
      expect(readPaperText(text, value.length + 5)).toBeUndefined();
    }),
  );
});

function subsets<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
