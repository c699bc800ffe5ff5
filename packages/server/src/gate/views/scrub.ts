import { findIdentifiers, type Found } from './find-identifiers.ts';
import type { KnownIdentifiers } from './known-identifiers.ts';

/** Stands for what was taken out; without a letter, so that it is no name itself. */
const TAKEN_OUT = '[…]';
/** What is left after one pass may stand together as a date or a number. */
const PASSES_MOST = 5;

/**
 * A text without the identifiers that are known of the chart and those that tell by their looks. What nobody could know of
 * (a nickname, a neighbour, what happened on the news) stays: that is why words are left out unless they are asked for.
 * A text that does not come to rest is left out whole.
 */
export function scrub(text: string, known: KnownIdentifiers): string {
  let now = text;
  for (let pass = 0; pass < PASSES_MOST; pass += 1) {
    const found = findIdentifiers(now, known);
    if (found.length === 0) return now;
    now = without(now, found);
  }
  return TAKEN_OUT;
}

function without(text: string, found: readonly Found[]): string {
  const inOrder = found.toSorted((a, b) => a.start - b.start);
  let kept = '';
  let at = 0;
  for (const { start, end } of inOrder) {
    if (end <= at) continue;
    if (start >= at) kept += `${text.slice(at, start)}${TAKEN_OUT}`;
    at = end;
  }
  return kept + text.slice(at);
}
