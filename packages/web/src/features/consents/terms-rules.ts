import {
  type ConsentTerms,
  RECORD_KINDS,
  type RecordKind,
  type Role,
  SENSITIVITIES,
  type Sensitivity,
} from '@wardkeep/contract';

/** What is allowed, and until when; null until somebody ends it. */
export interface Allowed {
  readonly terms: ConsentTerms;
  readonly until: string | null;
}

/** Everything but what most people would keep to themselves, for reading. */
export const FIRST_TERMS: ConsentTerms = {
  kinds: [...RECORD_KINDS],
  sensitivities: [],
  mayWrite: false,
  mayShare: false,
};

/** What the terms come to for somebody in this role: some roles can never add or share, whatever they were granted. */
export function termsFor(role: Role | null | undefined, terms: ConsentTerms): ConsentTerms {
  if (role === 'client') return { ...terms, mayWrite: false, mayShare: false };
  return role === 'technologist' ? { ...terms, mayShare: false } : terms;
}

/** A part of what is allowed, as it is added or taken away. */
export interface TermsPart {
  readonly kinds: readonly RecordKind[];
  readonly sensitivities: readonly Sensitivity[];
  readonly mayWrite: boolean;
  readonly mayShare: boolean;
  readonly time: boolean;
}

/** What one has and the other has not. */
export function surplus(more: Allowed, less: Allowed): TermsPart {
  return {
    kinds: RECORD_KINDS.filter((kind) => isOnlyIn(kind, more.terms.kinds, less.terms.kinds)),
    sensitivities: SENSITIVITIES.filter((one) =>
      isOnlyIn(one, more.terms.sensitivities, less.terms.sensitivities),
    ),
    mayWrite: more.terms.mayWrite && !less.terms.mayWrite,
    mayShare: more.terms.mayShare && !less.terms.mayShare,
    time: less.until !== null && (more.until === null || more.until > less.until),
  };
}

function isOnlyIn<T>(value: T, more: readonly T[], less: readonly T[]): boolean {
  return more.includes(value) && !less.includes(value);
}

export function isNothing({ kinds, sensitivities, ...rest }: TermsPart): boolean {
  const has = rest.mayWrite || rest.mayShare || rest.time;
  return kinds.length === 0 && sensitivities.length === 0 && !has;
}

/** What both allow: to this, a change can be made at once. */
export function common(a: Allowed, b: Allowed): Allowed {
  return {
    terms: {
      kinds: a.terms.kinds.filter((kind) => b.terms.kinds.includes(kind)),
      sensitivities: a.terms.sensitivities.filter((one) => b.terms.sensitivities.includes(one)),
      mayWrite: a.terms.mayWrite && b.terms.mayWrite,
      mayShare: a.terms.mayShare && b.terms.mayShare,
    },
    until: earlier(a.until, b.until),
  };
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
