import { expect, test } from 'vitest';
import { localDay } from '../../ui/local-day.ts';
import { FIRST_UNTIL, untilFrom, untilMoment } from './until-rules.ts';

const NOW = new Date('2026-11-22T10:00:00Z');

test('a year is what is chosen when nobody chooses', () => {
  expect(untilMoment(FIRST_UNTIL, NOW)).toBe('2027-11-22T10:00:00.000Z');
});

test('a day that is chosen lasts to its end, where it was chosen', () => {
  const until = untilMoment({ choice: 'date', date: '2027-02-01' }, NOW);
  expect(localDay(new Date(until ?? ''))).toBe('2027-02-01');
  expect(new Date(until ?? '').getHours()).toBe(23);
});

test.each(['', 'soon', '2026-11-21', '2026-13-40'])('%j is no day to come', (date) => {
  expect(untilMoment({ choice: 'date', date }, NOW)).toBeUndefined();
});

test('no end stays no end, and a day stays the day it was', () => {
  expect(untilMoment(untilFrom(null), NOW)).toBeNull();
  const until = new Date('2027-02-01T08:30:00').toISOString();
  expect(untilMoment(untilFrom(until), NOW)).toBe(until);
  const later = { ...untilFrom(until), date: '2027-02-02' };
  expect(untilMoment(later, NOW)).not.toBe(until);
});
