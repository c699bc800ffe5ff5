import {
  PASSWORD_LEAST_ALONE,
  PASSWORD_LEAST_WITH_SECOND_FACTOR,
  PASSWORD_MOST,
} from '@wardkeep/contract';

/** An attacker with the hashes and the pepper would need fewer guesses than that: refused. */
export const GUESSES_LEAST = 1e10;

/** Why a password of the right length is refused. */
export type Weakness =
  | 'common'
  | 'personal'
  | 'keyboard'
  | 'repeats'
  | 'sequence'
  | 'date'
  | 'like-common'
  | 'names'
  | 'one-word'
  | 'guessable';

/** Counted in code points of the NFC form; undefined when the length is right. */
export function lengthProblem(password: string, hasSecondFactor: boolean): string | undefined {
  const least = hasSecondFactor ? PASSWORD_LEAST_WITH_SECOND_FACTOR : PASSWORD_LEAST_ALONE;
  const length = Array.from(password.normalize('NFC')).length;
  if (length > PASSWORD_MOST) return `must be at most ${PASSWORD_MOST} characters long`;
  if (length >= least) return undefined;
  return hasSecondFactor
    ? `must be at least ${least} characters long`
    : `must be at least ${least} characters long: it is all that protects the account`;
}

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

/** The words of an address and a name, and ours. */
export function contextWords({
  email,
  displayName,
}: {
  readonly email: string;
  readonly displayName: string;
}): readonly string[] {
  const words = `${email} ${displayName}`
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => Array.from(word).length >= 3);
  // The longest first: "annabel" is not "anna" and a rest.
  return [...new Set([...words, 'wardkeep'])].toSorted((a, b) => b.length - a.length);
}

/** Letters and digits that a password has to have beside the words of its owner. */
const OWN_LEAST = 6;

/** Whether it is little more than its owner's name and address. */
export function isPersonal(password: string, words: readonly string[]): boolean {
  const folded = fold(password);
  const rest = words.reduce((text, word) => text.replaceAll(word, ' '), folded);
  return rest !== folded && rest.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '').length < OWN_LEAST;
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
