import type { AccessLogEntry } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { createFormat } from '../../ui/format.ts';
import { accessDays, typeCounts } from './access-days.ts';

const entry = (occurredAt: string, types: readonly string[] = []): AccessLogEntry => ({
  eventId: '6f1d7f6a-0a5e-4a58-9d8a-6c1a3f9b7a10',
  occurredAt,
  action: 'record.read',
  outcome: 'success',
  actor: { kind: 'you', role: null, id: null, displayName: null },
  relationship: null,
  resources: types.map((type, place) => ({ type, id: String(place) })),
  resourceCount: types.length,
  leafIndex: null,
  isAltered: false,
  question: null,
});

test("midnight is the reader's own", () => {
  const entries = [entry('2026-11-21T22:30:00Z'), entry('2026-11-21T00:30:00Z')];
  const days = (zone: string) => accessDays(entries, createFormat('en', zone).day).length;
  expect(days('UTC')).toBe(1);
  expect(days('Europe/Berlin')).toBe(1);
  expect(days('Asia/Tokyo')).toBe(2);
});

test('days keep the order in which their entries came', () => {
  const days = accessDays(
    [entry('2026-11-22T10:00:00Z'), entry('2026-11-21T10:00:00Z'), entry('2026-11-21T09:00:00Z')],
    createFormat('en', 'UTC').day,
  );
  expect(days.map((day) => [day.at, day.entries.length])).toEqual([
    ['2026-11-22T10:00:00Z', 1],
    ['2026-11-21T10:00:00Z', 2],
  ]);
});

test('resources are counted by type', () => {
  expect([
    ...typeCounts(entry('2026-11-22T10:00:00Z', ['Condition', 'Goal', 'Condition'])),
  ]).toEqual([
    ['Condition', 2],
    ['Goal', 1],
  ]);
});
