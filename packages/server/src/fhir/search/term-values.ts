import { foldText } from './fold-text.ts';
import { PHONE_TAIL, phoneDigits } from './phone-digits.ts';
import type { Term } from './term.ts';

/**
 * The forms in which stored and asked values meet. Each makes from a value what is indexed, so that
 * both sides say the same; '' has no term.
 */
export function identifierTerm(system: string, value: string): Term[] {
  const text = value.trim();
  return text === '' || system === '' ? [] : [{ field: 'identifier', value: `${system}|${text}` }];
}

export function identifierValueTerm(value: string): Term[] {
  const text = value.trim();
  return text === '' ? [] : [{ field: 'identifier-value', value: text }];
}

export function emailTerm(value: string): Term[] {
  return value.includes('@') ? [{ field: 'email', value: value.trim() }] : [];
}

/** The last digits, so that a number is found with and without its country. */
export function phoneTerm(value: string): Term[] {
  const digits = phoneDigits(value);
  return digits.length < PHONE_TAIL ? [] : [{ field: 'phone', value: digits.slice(-PHONE_TAIL) }];
}

export function nameTerm(field: 'family' | 'given', value: string): Term[] {
  const text = firstWords(value);
  return text === '' ? [] : [{ field, value: text }];
}

export function wholeNameTerm(family: string, given: string): Term[] {
  const parts = [firstWords(family), firstWords(given)];
  return parts.includes('') ? [] : [{ field: 'family+given', value: parts.join('|') }];
}

/** Whole days only: a year alone would have few, large classes. */
export function birthDateTerm(value: string): Term[] {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? [{ field: 'birthdate', value }] : [];
}

/** `de la cruz` is found by `de`, `de la` and `de la cruz`, as a search by its start would. */
export function wordStarts(value: string): string[] {
  const words = foldText(value).split(' ').slice(0, MAX_WORDS);
  return words.map((_, index) => words.slice(0, index + 1).join(' ')).filter((one) => one !== '');
}

/** What is longer is found by its first words, and told apart after opening. */
function firstWords(value: string): string {
  return foldText(value).split(' ').slice(0, MAX_WORDS).join(' ');
}

const MAX_WORDS = 5;
