import type { ConsentState, ConsentTerms } from '@wardkeep/contract';
import type { GrantRow } from '../grants/index.ts';

/** How far a consent goes: what it covers, and until when; null for no end. */
export interface Reach {
  readonly terms: ConsentTerms;
  readonly until: Date | null;
}

const DAY_MS = 24 * 60 * 60_000;

/** How long an offer's link opens it. */
export const OFFER_MS = 7 * DAY_MS;

/** Open offers and consents of one chart. */
export const CONSENTS_MOST = 100;

/** What has come to its end by itself says so, whatever its row says. */
export function consentState(
  { state, validUntil, createdAt }: Pick<GrantRow, 'state' | 'validUntil' | 'createdAt'>,
  now: Date,
): ConsentState {
  const isOver = validUntil !== null && validUntil <= now;
  if (state === 'active') return isOver ? 'expired' : state;
  if (state !== 'offered') return state;
  return isOver || createdAt.getTime() + OFFER_MS <= now.getTime() ? 'expired' : state;
}

/** Members in which `after` goes further than `before`; none when everything in it was there. */
export function furtherThan(after: Reach, before: Reach): readonly string[] {
  const { terms } = after;
  const known = before.terms;
  return [
    ...added(terms.kinds, known.kinds).map(() => 'terms.kinds'),
    ...added(terms.sensitivities, known.sensitivities).map(() => 'terms.sensitivities'),
    ...(terms.mayWrite && !known.mayWrite ? ['terms.mayWrite'] : []),
    ...(terms.mayShare && !known.mayShare ? ['terms.mayShare'] : []),
    ...(isLater(after.until, before.until) ? ['until'] : []),
  ].filter((path, index, all) => all.indexOf(path) === index);
}

/** What both allow; null when that is nothing. */
export function commonReach(one: Reach, other: Reach): Reach | null {
  const kinds = one.terms.kinds.filter((kind) => other.terms.kinds.includes(kind));
  if (kinds.length === 0) return null;
  const named = other.terms.sensitivities;
  return {
    terms: {
      kinds,
      sensitivities: one.terms.sensitivities.filter((each) => named.includes(each)),
      mayWrite: one.terms.mayWrite && other.terms.mayWrite,
      mayShare: one.terms.mayShare && other.terms.mayShare,
    },
    until: isLater(one.until, other.until) ? other.until : one.until,
  };
}

/**
 * From and until as they will be kept: a beginning that is past is now.
 * @returns the member that can't be so, and why.
 */
export function consentTimes(
  asked: { readonly from?: Date | undefined; readonly until: Date | null },
  now: Date,
  daysMost: number,
):
  | { readonly kind: 'times'; readonly from: Date; readonly until: Date | null }
  | { readonly kind: 'wrong'; readonly path: 'from' | 'until'; readonly message: string } {
  const { until } = asked;
  const from = asked.from !== undefined && asked.from > now ? asked.from : now;
  const last = new Date(now.getTime() + daysMost * DAY_MS);
  const tooFar = `must be at most ${daysMost} days from now`;
  if (from > last) return { kind: 'wrong', path: 'from', message: tooFar };
  if (until === null) return { kind: 'times', from, until };
  if (until <= from)
    return { kind: 'wrong', path: 'until', message: 'must be after the beginning, and after now' };
  if (until > last) return { kind: 'wrong', path: 'until', message: tooFar };
  return { kind: 'times', from, until };
}

function added<T>(after: readonly T[], before: readonly T[]): readonly T[] {
  return after.filter((each) => !before.includes(each));
}

/** Null is never. */
function isLater(one: Date | null, other: Date | null): boolean {
  if (other === null) return false;
  return one === null || one > other;
}
