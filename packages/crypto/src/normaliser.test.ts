import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf } from '../test/keys.ts';
import { normalise, type Normaliser } from './normaliser.ts';

const all: readonly Normaliser[] = ['email-v1', 'text-v1', 'digits-v1', 'exact-v1'];

test.each(all)('%s: normalising twice changes nothing more', (normaliser) => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
    const once = normalise(normaliser, value);
    expect(normalise(normaliser, once)).toBe(once);
  });
  fc.assert(property, { numRuns: 500 });
});

test('every character of Unicode reaches a form that stays', () => {
  for (let block = 0; block <= 0x10ffff; block += 64) {
    if (block >= 0xd800 && block <= 0xdfff) continue; // surrogates
    const characters = Array.from({ length: 64 }, (_, i) => String.fromCodePoint(block + i));
    const once = normalise('text-v1', characters.join(' x'));
    if (normalise('text-v1', once) !== once) expect.unreachable(block.toString(16));
  }
});

test('upper and lower case of a text are the same value', () => {
  // Not for every text of Unicode: it has letters whose two cases are not each other's.
  const letters = fc.string({
    unit: fc.constantFrom(
      'ab',
      'z',
      'ä',
      'ß',
      'SS',
      'é',
      'ç',
      'ø',
      'ł',
      'α',
      'σ',
      'ς',
      'Σ',
      'ж',
      'щ',
      ' ',
    ),
    maxLength: 30,
  });
  fc.assert(
    fc.property(letters, (text) => {
      const form = normalise('text-v1', text);
      expect(normalise('text-v1', text.toUpperCase())).toBe(form);
      expect(normalise('text-v1', text.toLowerCase())).toBe(form);
    }),
  );
});

test('every decimal digit of Unicode has its value', () => {
  for (const digit of ['٣', '۳', '३', '৩', '๓', '３', '𝟛', '𝟯', '߃']) {
    expect(normalise('digits-v1', `+${digit}-${digit}`), digit).toBe('33');
  }
});

test('digits of one script alone keep their order', () => {
  expect(normalise('digits-v1', '٠١٢٣٤٥٦٧٨٩')).toBe('0123456789');
  expect(normalise('digits-v1', '०१२३४५६७८९')).toBe('0123456789');
});

test.each(['toString', '__proto__', 'email-v2'])('there is no normaliser %s', (name) => {
  expect(codeOf(() => normalise(name as Normaliser, 'x'))).toBe('bad_input'); // as from a database
});
