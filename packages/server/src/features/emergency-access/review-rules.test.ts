import { describe, expect, test } from 'vitest';
import { disputed, dueAfter, endsAt, isOverdue, reviewed } from './review-rules.ts';
import type { Review } from './review-store.ts';

const settings = { emergencyMinutes: 60, emergencyReviewDays: 3 };
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 1, hours));

const fresh: Review = {
  patientId: 'p',
  grantId: 'g',
  openedBy: 'd',
  openedAt: at(0),
  endedAt: null,
  dueAt: at(72),
  disputedAt: null,
  reviewedAt: null,
  reviewedBy: null,
  outcome: null,
};

const by = (outcome: 'justified' | 'not-justified' | 'misuse', hours = 5) => ({
  personId: 'a',
  outcome,
  now: at(hours),
});

const after = (outcome: Parameters<typeof by>[0]): Review => {
  const review = reviewed(fresh, by(outcome));
  if (review === null) throw new Error('not reviewed');
  return review;
};

test('an access lasts as long as the installation says, and so does the time for its review', () => {
  expect(endsAt(at(0), settings)).toEqual(at(1));
  expect(dueAfter(at(0), settings)).toEqual(at(72));
});

describe('a review', () => {
  test.each([
    ['justified', null],
    ['not-justified', at(5)],
    ['misuse', at(5)],
  ] as const)('%s ends the access at %s', (outcome, endedAt) => {
    const fields = { outcome, endedAt, reviewedAt: at(5), reviewedBy: 'a' };
    expect(after(outcome)).toEqual({ ...fresh, ...fields });
  });

  test('leaves the end of what had ended before', () => {
    expect(reviewed({ ...fresh, endedAt: at(1) }, by('misuse'))?.endedAt).toEqual(at(1));
  });

  test('may be given again, but not once it was misuse', () => {
    expect(reviewed(after('justified'), by('misuse', 6))?.outcome).toBe('misuse');
    expect(reviewed(after('misuse'), by('justified', 6))).toBeNull();
  });
});

describe('a dispute', () => {
  test('of what waits keeps its first time, and the time for the review', () => {
    const first = disputed(fresh, at(2), settings);
    expect(first).toEqual({ ...fresh, disputedAt: at(2) });
    expect(first && disputed(first, at(3), settings)).toEqual(first);
  });

  test('of what was reviewed opens the review again, with its full time', () => {
    expect(disputed(after('justified'), at(10), settings)).toEqual({
      ...fresh,
      disputedAt: at(10),
      dueAt: at(82),
    });
  });

  test('has nothing to say against misuse', () => {
    expect(disputed(after('misuse'), at(10), settings)).toBeNull();
  });
});

test.each([
  [at(71), fresh, false],
  [at(72), fresh, false],
  [at(73), fresh, true],
  [at(73), after('justified'), false],
])('at %s it is overdue or not', (now, review, expected) => {
  expect(isOverdue(review, now)).toBe(expected);
});
