import { expect, test } from 'vitest';
import {
  earliestErasure,
  erasureState,
  momentToTell,
  waitingEnds,
  type ErasureRow,
} from './erasure-rules.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const BEFORE = new Date('2026-11-20T12:00:00Z');
const LATER = new Date('2026-11-29T12:00:00Z');

const asked: ErasureRow = {
  requestedBy: 'self',
  requestedAt: BEFORE,
  notBefore: LATER,
  confirmedAt: null,
  cancelledAt: null,
  begunAt: null,
};

test.each([
  ['nobody asked', undefined, 'none'],
  ['the waiting time runs', asked, 'waiting'],
  ['the waiting time ends this very moment', { ...asked, notBefore: NOW }, 'confirmable'],
  ['the waiting time is over', { ...asked, notBefore: BEFORE }, 'confirmable'],
  ['it was cancelled', { ...asked, cancelledAt: NOW }, 'cancelled'],
  [
    'it was cancelled after its waiting time',
    { ...asked, notBefore: BEFORE, cancelledAt: NOW },
    'cancelled',
  ],
  ['it was confirmed', { ...asked, notBefore: BEFORE, confirmedAt: NOW }, 'erasing'],
  ['the operator began it at once', { ...asked, begunAt: NOW }, 'erasing'],
  ['a cancellation came too late', { ...asked, begunAt: NOW, cancelledAt: NOW }, 'erasing'],
] as const)('when %s, the state is told as it is', (_when, row, state) => {
  expect(erasureState(row, NOW)).toBe(state);
});

test('the waiting time is whole days from the moment of asking', () => {
  expect(waitingEnds(BEFORE, 9)).toEqual(LATER);
  expect(waitingEnds(NOW, 0)).toEqual(NOW);
});

test('what is told of backups counts from the earliest moment of erasing, and never from before it', () => {
  const when = { now: NOW, waitingDays: 7 };
  expect(earliestErasure(undefined, when)).toEqual(LATER);
  expect(earliestErasure(asked, when)).toEqual(LATER);
  expect(earliestErasure({ ...asked, cancelledAt: NOW }, when)).toEqual(LATER);
  expect(earliestErasure({ ...asked, notBefore: BEFORE }, when)).toEqual(NOW);
  expect(earliestErasure({ ...asked, confirmedAt: BEFORE }, when)).toEqual(BEFORE);
});

test('without a waiting time, a request can be confirmed at once, however fine the clock is', () => {
  const later = new Date(NOW.getTime() + 5);
  const row = { ...asked, requestedAt: later, notBefore: later };
  expect(erasureState(row, momentToTell(row, NOW))).toBe('confirmable');
  expect(momentToTell(asked, NOW)).toBe(NOW);
});
