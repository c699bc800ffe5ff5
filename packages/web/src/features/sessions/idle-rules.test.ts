import { expect, test } from 'vitest';
import { idleState, tellsAfterMs } from './idle-rules.ts';

const T0 = Date.parse('2026-01-01T00:00:00Z');
const staff = { idleMinutes: 15, expiresAt: '2026-01-02T00:00:00Z' };
const after = (seconds: number) => T0 + seconds * 1000;

test.each([
  [0, 'active'],
  [819, 'active'],
  [820, 'warned'],
  [879, 'warned'],
  [880, 'ended'],
  [24 * 3600, 'ended'],
])('after %d s without a request, a session of 15 minutes is %s', (seconds, kind) => {
  expect(idleState(staff, T0, after(seconds)).kind).toBe(kind);
});

test('the warning counts down from a minute', () => {
  expect(idleState(staff, T0, after(820))).toEqual({ kind: 'warned', secondsLeft: 60 });
  expect(idleState(staff, T0, after(879.5))).toEqual({ kind: 'warned', secondsLeft: 1 });
});

test('the end of the day is the end, however busy somebody is', () => {
  const end = Date.parse(staff.expiresAt);
  expect(idleState(staff, end - 1000, end - 1).kind).toBe('active');
  expect(idleState(staff, end - 1000, end).kind).toBe('ended');
});

test('a session of one minute still warns before it ends, and is kept alive before it warns', () => {
  const short = { ...staff, idleMinutes: 1 };
  expect([0, 29, 30, 44, 45].map((s) => idleState(short, T0, after(s)).kind)).toEqual([
    'active',
    'active',
    'warned',
    'warned',
    'ended',
  ]);
  expect(tellsAfterMs(short)).toBe(15_000);
});
