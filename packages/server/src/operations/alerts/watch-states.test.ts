import type { Notice } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { StateWatch, isLow } from './watch-states.ts';

const GIB = 1024n ** 3n;
const HOUR_MS = 3_600_000;

function watched() {
  const now = { wallMs: 1_000_000, steadyMs: 0, notices: new Array<Notice>() };
  const watch = new StateWatch({
    dataDirectory: import.meta.dirname,
    notices: () => Promise.resolve(now.notices),
    wallMs: () => now.wallMs,
    steadyMs: () => now.steadyMs,
  });
  const pass = (ms: number): void => {
    now.wallMs += ms;
    now.steadyMs += ms;
  };
  /** The disk of whoever runs the tests may be full. */
  const look = async () => {
    const rules = (await watch.look()).filter((rule) => rule !== 'disk-low');
    for (const rule of rules) watch.told(rule);
    return rules;
  };
  return { now, watch, pass, look };
}

test('a state is told when it begins, once an hour while it stays, and when it begins again', async () => {
  const { now, pass, look } = watched();
  expect(await look()).toEqual([]);
  now.notices = ['audit-lag', 'no-mail'];
  expect(await look()).toEqual(['audit-lag']);
  pass(HOUR_MS - 1);
  expect(await look()).toEqual([]);
  pass(1);
  expect(await look()).toEqual(['audit-lag']);
  now.notices = [];
  expect(await look()).toEqual([]);
  now.notices = ['audit-lag', 'audit-fault', 'escrow-mismatch'];
  expect(await look()).toEqual(['audit-fault', 'audit-lag', 'escrow-mismatch']);
});

test('what could not be told is told at the next look', async () => {
  const { now, watch, look } = watched();
  now.notices = ['audit-lag'];
  expect(await watch.look()).toContain('audit-lag');
  expect(await look()).toEqual(['audit-lag']);
});

test('a clock that is set by more than a minute is told, in either direction, and each time', async () => {
  const { now, pass, look } = watched();
  now.wallMs += 60_000;
  expect(await look()).toEqual([]);
  now.wallMs += 1;
  expect(await look()).toEqual(['clock-jump']);
  pass(10_000);
  expect(await look()).toEqual([]);
  now.wallMs -= 61_000;
  expect(await look()).toEqual(['clock-jump']);
  expect(await look()).toEqual([]);
});

test.each([
  ['half of a large disk', 100n * GIB, 200n * GIB, false],
  ['a tenth', 20n * GIB, 200n * GIB, false],
  ['less than a tenth', 19n * GIB, 200n * GIB, true],
  ['half of a disk of 2 GiB', GIB, 2n * GIB, false],
  ['less than 1 GiB', GIB - 1n, 2n * GIB, true],
])('%s free', (_title, free, whole, expected) => {
  expect(isLow({ free, whole })).toBe(expected);
});
