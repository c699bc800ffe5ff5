import { PASSWORD_MOST } from '@wardkeep/contract';

/** Why a password would be guessed soon; the same reasons as the server's policy has. */
export type Weakness =
  | 'common'
  | 'personal'
  | 'keyboard'
  | 'repeats'
  | 'sequence'
  | 'date'
  | 'like-common'
  | 'names'
  | 'one-word';

export interface Strength {
  /** Decimal logarithm of the guesses that an attacker who knows how people choose would need. */
  readonly guessesLog10: number;
  /** Null where nothing in particular makes it weak. */
  readonly weakness: Weakness | null;
}

export type Grade = 'refused' | 'fair' | 'good' | 'strong';

/** Below it the server refuses; its policy has the last word. */
const REFUSED_BELOW_LOG10 = 10;

export function gradeOf({ guessesLog10 }: Strength): Grade {
  if (guessesLog10 < REFUSED_BELOW_LOG10) return 'refused';
  if (guessesLog10 < 13) return 'fair';
  return guessesLog10 < 17 ? 'good' : 'strong';
}

/** Letters as a person counts them: code points after NFC. */
export function passwordLetters(password: string): number {
  return Array.from(password.normalize('NFC')).length;
}

export function hasRightLength(password: string, least: number): boolean {
  const letters = passwordLetters(password);
  return letters >= least && letters <= PASSWORD_MOST;
}

/** What an attacker who knows the owner tries first: the words of their name and address, and our name. */
export function ownerWords(...texts: readonly string[]): string[] {
  const words = texts
    .join(' ')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => Array.from(word).length >= 3);
  // The longest first: "annabel" is not "anna" and a rest.
  return [...new Set([...words, 'wardkeep'])].toSorted((a, b) => b.length - a.length);
}

/** Letters and digits that a password has to have beside the words of its owner; the server counts alike. */
const OWN_LEAST = 6;

/** Whether it is little more than its owner's name and address. */
export function isPersonal(password: string, words: readonly string[]): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  const rest = words.reduce((text, word) => text.replaceAll(word, ' '), folded);
  return rest !== folded && rest.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '').length < OWN_LEAST;
}
