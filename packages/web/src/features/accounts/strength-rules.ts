import { PASSWORD_GUESSES_LEAST, PASSWORD_MOST, type PasswordWeakness } from '@wardkeep/contract';

export interface Strength {
  /** Decimal logarithm of the guesses that an attacker who knows how people choose would need. */
  readonly guessesLog10: number;
  /** Null where nothing in particular makes it weak. */
  readonly weakness: PasswordWeakness | null;
}

export type Grade = 'refused' | 'fair' | 'good' | 'strong';

/** Below it the server refuses; its policy has the last word. */
const REFUSED_BELOW_LOG10 = Math.log10(PASSWORD_GUESSES_LEAST);

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
