/** Why a password would be guessed soon. */
export type PasswordWeakness =
  | 'common'
  | 'personal'
  | 'keyboard'
  | 'repeats'
  | 'sequence'
  | 'date'
  | 'like-common'
  | 'names'
  | 'one-word';

/** The server refuses what an attacker with the hashes and the pepper would need fewer guesses for. */
export const PASSWORD_GUESSES_LEAST = 1e10;

/** A longer one is judged by its beginning: the time of an estimate grows faster than the length. */
export const PASSWORD_ESTIMATED_MOST = 100;

export function estimatedPart(password: string): string {
  return Array.from(password.normalize('NFC')).slice(0, PASSWORD_ESTIMATED_MOST).join('');
}

/** @param warning - Of zxcvbn. @returns undefined where nothing in particular makes the password weak. */
export function weaknessOf(warning: string | null | undefined): PasswordWeakness | undefined {
  return WEAKNESSES.get(warning ?? '');
}

const WEAKNESSES: ReadonlyMap<string, PasswordWeakness> = new Map([
  ['straightRow', 'keyboard'],
  ['keyPattern', 'keyboard'],
  ['simpleRepeat', 'repeats'],
  ['extendedRepeat', 'repeats'],
  ['sequences', 'sequence'],
  ['recentYears', 'date'],
  ['dates', 'date'],
  ['topTen', 'common'],
  ['topHundred', 'common'],
  ['common', 'common'],
  ['similarToCommon', 'like-common'],
  ['wordByItself', 'one-word'],
  ['namesByThemselves', 'names'],
  ['commonNames', 'names'],
  ['userInputs', 'personal'],
]);

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

/** Letters and digits that a password has to have beside the words of its owner. */
const OWN_LEAST = 6;

/** Whether it is little more than its owner's name and address. */
export function isPersonal(password: string, words: readonly string[]): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  const rest = words.reduce((text, word) => text.replaceAll(word, ' '), folded);
  return rest !== folded && rest.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '').length < OWN_LEAST;
}
