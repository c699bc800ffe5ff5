import { CryptoError } from './errors.ts';

/** What counts as the same value. The version is part of the name: a change is a new index. */
export type Normaliser = 'email-v1' | 'text-v1' | 'digits-v1' | 'exact-v1';

/**
 * The form in which a value is indexed (docs/formats/blind-index.md). Normalising twice changes
 * nothing more.
 *
 * @throws {@link CryptoError} `bad_input` for a lone surrogate or an unknown normaliser.
 */
export function normalise(normaliser: Normaliser, value: string): string {
  if (!value.isWellFormed()) throw new CryptoError('bad_input', 'A text has a lone surrogate.');
  if (!Object.hasOwn(normalisers, normaliser)) {
    throw new CryptoError('bad_input', 'No such normaliser.');
  }
  return normalisers[normaliser](value);
}

const normalisers: Record<Normaliser, (value: string) => string> = {
  'email-v1': (value) => fold(value).replaceAll(/\p{White_Space}/gu, ''),
  'text-v1': (value) =>
    fold(value)
      .replaceAll(/\p{White_Space}+/gu, ' ')
      .trim(),
  'digits-v1': (value) => digits(value.normalize('NFKC')),
  'exact-v1': (value) => value,
};

/**
 * Upper case first, since it is what joins `ß` with `SS`, `ſ` with `s` and `ς` with `σ`. Folding can
 * undo a composition and composing can leave something to fold, so both repeat until nothing changes.
 */
function fold(value: string): string {
  const folded = value
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
  return folded === value ? folded : fold(folded);
}

/** Every decimal digit of any script as its ASCII digit; all else is dropped. */
function digits(value: string): string {
  return Array.from(value.matchAll(/\p{Decimal_Number}/gu), ([digit]) => digitValue(digit)).join(
    '',
  );
}

/** Unicode keeps the ten digits of a script together, in order. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Decimal_Number}/u.test(String.fromCodePoint(codePoint - value - 1)))
    value += 1;
  return value;
}
