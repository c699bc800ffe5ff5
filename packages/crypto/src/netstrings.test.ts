import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { netstrings, netstringsOn } from './netstrings.ts';

test('lengths count bytes of UTF-8, not characters', () => {
  expect(netstrings('', 'ab', 'é', '😀').toString()).toBe('0:,2:ab,2:é,4:😀,');
});

test('two lists give the same bytes only if they are the same list', () => {
  const list = fc.array(fc.string({ unit: fc.constantFrom('1', ':', ',', 'é'), maxLength: 4 }), {
    maxLength: 4,
  });
  const property = fc.property(list, list, (one, other) => {
    const same = netstrings(...one).equals(netstrings(...other));
    expect(same).toBe(JSON.stringify(one) === JSON.stringify(other));
  });
  fc.assert(property, { numRuns: 1000 });
});

test('a length of one, two, three and more digits is decimal, of bytes', () => {
  for (const length of [0, 9, 10, 99, 100, 999, 1000, 70_000]) {
    const [ascii, other] = ['a'.repeat(length), 'é'.repeat(length)];
    expect(netstrings(ascii).toString()).toBe(`${length}:${ascii},`);
    expect(netstrings('x', other, 'y').toString()).toBe(`1:x,${length * 2}:${other},1:y,`);
  }
});

test('on a desk, used before or too small, it gives the same bytes', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 4 });
  const desk = Buffer.alloc(200, 0xff);
  fc.assert(
    fc.property(texts, (list) => {
      expect(netstringsOn(desk, list).equals(netstrings(...list))).toBe(true);
    }),
  );
});

test.each(['\uD800', 'a\uDC00b'])('a lone surrogate is refused', (text) => {
  expect(codeOf(() => netstrings('x', text))).toBe('bad_input');
});

test('halves of a pair in two texts do not make one', () => {
  expect(codeOf(() => netstrings('\uD83D', '\uDE00'))).toBe('bad_input');
});
