import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from './fold-text.ts';

test.each([
  ['O’Brien', 'obrien'],
  ["O'Brien", 'obrien'],
  ['Smith-Jones', 'smith jones'],
  ['  St.  Mary ', 'st mary'],
  ['Müller', 'muller'],
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
  ['İstanbul', 'istanbul'],
  ['--', ''],
  ['a+b', 'a+b'],
])('%s is compared as %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('folding twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text));
    }),
    { numRuns: 2000 },
  );
});

test('every character of the first two planes folds to what folds to itself', () => {
  for (let point = 0; point <= 0x1_ff_ff; point += 1) {
    const text = foldText(String.fromCodePoint(point));
    if (foldText(text) !== text) expect(point.toString(16)).toBe('folded');
  }
});

test('ASCII folds as the same text does in full', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      expect(foldText(`${text} é`)).toBe(`${foldText(text)} e`.trim());
    }),
    { numRuns: 1000 },
  );
});
