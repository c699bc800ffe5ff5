import type { Epoch } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { epochBars } from './epoch-bars.ts';

const NOW = new Date('2026-11-22T00:00:00Z');
const day = (offset: number): string => new Date(NOW.getTime() + offset * 86_400_000).toISOString();

const WHEN = { now: NOW, nextRotationAt: day(1) };

const epoch = (state: Epoch['state'], more: Partial<Epoch> = {}): Epoch => ({
  epochId: state,
  state,
  createdAt: day(-1),
  stateSince: day(-1),
  heldUntil: null,
  personKeys: 0,
  ...more,
});

const held = epoch('held', { createdAt: day(-10), stateSince: day(-5), heldUntil: day(10) });

test('a held epoch is shown as used, kept, and needed for as long as backups may need it', () => {
  const { bars, now } = epochBars([epoch('active'), held], WHEN);
  expect(now).toBe(50);
  expect(bars.map((bar) => bar.epoch.state)).toEqual(['active', 'held']);
  expect(bars[1]?.parts).toEqual([
    { kind: 'active', from: 0, width: 25 },
    { kind: 'held', from: 25, width: 25 },
    { kind: 'ahead', from: 50, width: 50 },
  ]);
});

test('no part lies outside of the plot, and none has no width', () => {
  const epochs = [
    epoch('active', { createdAt: day(0), stateSince: day(0) }),
    epoch('retiring', { createdAt: day(-1), stateSince: day(0) }),
    epoch('held', { createdAt: day(-2), stateSince: day(-1), heldUntil: day(-0.5) }),
    epoch('destroyed', { createdAt: day(-40), stateSince: day(-2) }),
  ];
  for (const { parts } of epochBars(epochs, WHEN).bars) {
    for (const { from, width } of parts) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(width).toBeGreaterThan(0);
      expect(from + width).toBeLessThanOrEqual(100.000001);
    }
  }
});

test('of very many, the newest are shown', () => {
  const many = Array.from({ length: 100 }, (_, age) => epoch('held', { createdAt: day(-age) }));
  const { bars } = epochBars(many, WHEN);
  expect(bars.length).toBeLessThan(100);
  expect(bars[0]?.epoch.createdAt).toBe(day(0));
});

test('without any epoch there is a plot of nothing, not a broken one', () => {
  expect(epochBars([], { now: NOW, nextRotationAt: null })).toMatchObject({ bars: [], now: 50 });
});

test('the epoch in use is shown up to its replacement, even when it is a minute old', () => {
  const young = epoch('active', { createdAt: day(-0.001), stateSince: day(-0.001) });
  const planned = epochBars([young], WHEN).bars[0]?.parts.find(({ kind }) => kind === 'planned');
  expect(planned?.width).toBeGreaterThan(50);
});
