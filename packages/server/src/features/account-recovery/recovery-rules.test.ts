import { describe, expect, test } from 'vitest';
import { OPEN_DAYS, isOpen, newRecovery, opensNow, type RecoveryRow } from './recovery-rules.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A millisecond, in days. */
const MOMENT = 1 / DAY_MS;
const asked = new Date('2026-03-01T12:00:00Z');
const day = (days: number): Date => new Date(asked.getTime() + days * DAY_MS);
const at = (days: number) => ({ now: day(days), passwordChangedAt: asked });
const waiting = newRecovery('p', asked, 3);
const approved: RecoveryRow = { ...waiting, approvedAt: day(1), approvedBy: 'a' };
const ended: RecoveryRow = { ...approved, endedAt: day(2) };

describe('a recovery', () => {
  test.each([
    { what: 'asked just now', row: waiting, days: 0, opens: false },
    { what: 'waited for, and approved by nobody', row: waiting, days: 5, opens: false },
    { what: 'approved, right before its time', row: approved, days: 3 - MOMENT, opens: false },
    { what: 'approved, when the waiting time ends', row: approved, days: 3, opens: true },
    { what: 'approved, on its last day', row: approved, days: 3 + OPEN_DAYS - MOMENT, opens: true },
  ])('$what is open; lets in: $opens', ({ row, days, opens }) => {
    expect([isOpen(row, at(days)), opensNow(row, at(days))]).toEqual([true, opens]);
  });

  test.each([
    { what: 'approved, and never used', row: approved, days: 3 + OPEN_DAYS },
    { what: 'approved, and then ended', row: ended, days: 4 },
  ])('$what is over, and lets nobody in', ({ row, days }) => {
    expect([isOpen(row, at(days)), opensNow(row, at(days))]).toEqual([false, false]);
  });

  test('that was asked for with another password opens nothing', () => {
    const passwordChangedAt = new Date(asked.getTime() + 1);
    expect(isOpen(approved, { now: day(4), passwordChangedAt })).toBe(false);
    expect(opensNow(approved, { now: day(4), passwordChangedAt })).toBe(false);
  });

  test('without a waiting time opens nothing until it is approved', () => {
    const atOnce = newRecovery('p', asked, 0);
    expect(opensNow(atOnce, at(0))).toBe(false);
    expect(opensNow({ ...atOnce, approvedAt: asked, approvedBy: 'a' }, at(0))).toBe(true);
  });
});
