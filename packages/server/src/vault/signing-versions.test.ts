import { describe, expect, test } from 'vitest';
import { versionsThatCount } from './signing-versions.ts';

describe('of several versions', () => {
  const at = (minutes: number): { readonly created_at: Date } => ({
    created_at: new Date(minutes * 60_000),
  });

  test.each([
    ['one counts, whatever its age', [0], 1_000_000, [0]],
    ['the one before counts for 20 minutes', [30, 0], 49.99, [30, 0]],
    ['and no longer', [30, 0], 50, [30]],
    ['each by the time when it was replaced', [40, 30, 0], 49, [40, 30, 0]],
    ['the oldest goes first', [40, 30, 0], 50, [40, 30]],
    ['one from a clock that runs ahead counts, and so does the one before', [60, 0], 50, [60, 0]],
  ] as const)('%s', (_title, made, nowMinutes, counting) => {
    expect(versionsThatCount(made.map(at), new Date(nowMinutes * 60_000))).toEqual(
      counting.map(at),
    );
  });
});
