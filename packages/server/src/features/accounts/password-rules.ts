import type { PasswordWeakness } from '@wardkeep/contract';

/** Why a password of the right length is refused. */
export type Weakness = PasswordWeakness | 'guessable';

/** Digits and signs at the end that do not make another password of a common one. */
const TAIL_MOST = 8;
const TAIL = /[\p{N}\p{P}\p{S}\p{Z}]+$/u;
/** What is hardly more than a tail is compared as it is. */
const BARE_LEAST = 4;

/** What a list says by one of its entries: without case, and without the digits and signs at its end. */
export function listedForms(entry: string): readonly string[] {
  const folded = fold(entry);
  const bare = folded.replace(TAIL, '');
  const isOther = bare !== folded && folded.length - bare.length <= TAIL_MOST;
  return isOther && bare.length >= BARE_LEAST ? [folded, bare] : [folded];
}

/** What a password is looked up as: with less and less of its end, and with a shift key let go. */
export function lookedUpForms(password: string): readonly string[] {
  const folded = fold(password);
  const tail = Math.min(TAIL.exec(folded)?.[0].length ?? 0, TAIL_MOST);
  const cut = Array.from({ length: tail }, (_each, place) => folded.slice(0, -(place + 1)));
  const unshifted = folded.replaceAll(/[!@#$%^&*()]/g, (sign) =>
    String(')!@#$%^&*('.indexOf(sign)),
  );
  return [folded, unshifted, ...cut.filter((each) => each.length >= BARE_LEAST)];
}

function fold(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

/** What the refusal says; each ends with what to do. */
export const WEAKNESS_WORDS: Readonly<Record<Weakness, string>> = {
  common: 'is on the list of passwords that are tried first',
  personal: 'is made of your name, your address or the name of this product',
  keyboard: 'follows the keys of a keyboard',
  repeats: 'repeats the same characters',
  sequence: 'follows an order such as abcd or 4321',
  date: 'is mostly a date',
  'like-common': 'is much like a password that is tried first',
  names: 'is made of names',
  'one-word': 'is little more than one word',
  guessable: 'is easy to guess',
};
