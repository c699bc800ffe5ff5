/** What people are found by across charts; each field has an index key of its own. */
export type TermField =
  | 'identifier'
  | 'identifier-value'
  | 'email'
  | 'phone'
  | 'family'
  | 'given'
  | 'family+given'
  | 'birthdate';

/** A text to be normalised, hashed with its field's key and cut to its field's length. */
export interface Term {
  readonly field: TermField;
  readonly value: string;
}

export interface TermFieldRule {
  /** The normaliser of docs/formats/blind-index.md that follows. */
  readonly normaliser: 'email-v1' | 'text-v1' | 'digits-v1';
  /** Length of the index in bytes: 16 tells values apart, fewer let several share one on purpose. */
  readonly bytes: number;
}

export const TERM_FIELDS: Readonly<Record<TermField, TermFieldRule>> = {
  identifier: { normaliser: 'text-v1', bytes: 16 },
  'identifier-value': { normaliser: 'text-v1', bytes: 16 },
  email: { normaliser: 'email-v1', bytes: 16 },
  phone: { normaliser: 'digits-v1', bytes: 4 },
  family: { normaliser: 'text-v1', bytes: 3 },
  given: { normaliser: 'text-v1', bytes: 2 },
  'family+given': { normaliser: 'text-v1', bytes: 4 },
  birthdate: { normaliser: 'digits-v1', bytes: 2 },
};

/** Equal terms once, in their order. */
export function distinctTerms(terms: readonly Term[]): Term[] {
  return [...new Map(terms.map((term) => [`${term.field}\n${term.value}`, term])).values()];
}
