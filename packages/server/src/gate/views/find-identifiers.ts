import { PATTERNS, type IdentifierKind } from './identifier-patterns.ts';
import type { KnownIdentifiers, Phrases } from './known-identifiers.ts';
import { wordsOf, type Word } from './text-words.ts';

/** Where in a text an identifier stands. */
export interface Found {
  readonly kind: IdentifierKind;
  readonly start: number;
  readonly end: number;
}

/** Everything in a text that the chart tells of the person, or that looks like an identifier of somebody. */
export function findIdentifiers(text: string, known: KnownIdentifiers): readonly Found[] {
  return [...findPatterns(text), ...findKnown(text, known)];
}

function findPatterns(text: string): readonly Found[] {
  return PATTERNS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      kind,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}

export function findKnown(text: string, known: KnownIdentifiers): readonly Found[] {
  const words = wordsOf(text);
  return words.flatMap(({ word, start, end }, at): readonly Found[] => {
    const phrases = known.phrases.get(word);
    const found = phrases === undefined ? [] : matchesAt(text, words, at, phrases);
    return known.compact.has(word) ? [...found, { kind: 'identifier', start, end }] : found;
  });
}

function matchesAt(
  text: string,
  words: readonly Word[],
  at: number,
  phrases: Phrases,
): readonly Found[] {
  return [...phrases].flatMap(([length, ofLength]): readonly Found[] => {
    const here = words.slice(at, at + length);
    const kind = ofLength.get(here.map(({ word }) => word).join(' '));
    const [first] = here;
    const last = here.at(-1);
    if (kind === undefined || first === undefined || last === undefined) return [];
    return areTogether(text, here) ? [{ kind, start: first.start, end: last.end }] : [];
  });
}

/** Between the words of one phrase stand blanks and marks, not what was taken out. */
const GAP_MOST = 4;

function areTogether(text: string, words: readonly Word[]): boolean {
  return words.every(({ start }, place) => {
    const before = words[place - 1];
    if (before === undefined) return true;
    return start - before.end <= GAP_MOST && !text.slice(before.end, start).includes('…');
  });
}
