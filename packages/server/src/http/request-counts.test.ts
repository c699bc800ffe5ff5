import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requestCounts, type ShareCounts } from './request-counts.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_020_000 }));
afterEach(() => void vi.useRealTimers());

const alone: ShareCounts = () => Promise.resolve(undefined);

/** What all servers added, by subject. */
function together(): { readonly sums: Map<string, number>; readonly share: ShareCounts } {
  const sums = new Map<string, number>();
  const share: ShareCounts = (windowStart, counts) =>
    Promise.resolve(
      counts.map(({ kind, of, requests }) => {
        const key = `${windowStart.getTime()} ${kind} ${of}`;
        sums.set(key, (sums.get(key) ?? 0) + requests);
        return sums.get(key) ?? 0;
      }),
    );
  return { sums, share };
}

function ask(counts: ReturnType<typeof requestCounts>, times: number): number {
  let current = 0;
  for (let time = 0; time < times; time++) ({ current } = counts.count('requests.address', 'a'));
  return current;
}

describe('requests', () => {
  test('are counted for each subject and each minute by themselves', () => {
    const counts = requestCounts(alone);
    expect(ask(counts, 3)).toBe(3);
    expect(counts.count('requests.address', 'b').current).toBe(1);
    expect(counts.count('requests.person', 'a').current).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(ask(counts, 1)).toBe(1);
  });

  test('are told until when their minute runs', () => {
    const counts = requestCounts(alone);
    vi.setSystemTime(1_000_000_020_000 + 59_000);
    expect(counts.count('requests.address', 'a').ttl).toBe(1_000);
  });

  test('of two servers are known to both a second later, and none is counted twice', async () => {
    const { sums, share } = together();
    const [one, two] = [requestCounts(share), requestCounts(share)];
    ask(one, 7);
    ask(two, 5);
    await vi.advanceTimersByTimeAsync(1_100);
    // Whoever shared first has not heard of the other's; with the next request it does.
    ask(one, 1);
    ask(two, 1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect([...sums.values()]).toEqual([14]);
    expect(ask(two, 1)).toBe(15);
    await vi.advanceTimersByTimeAsync(1_100);
    ask(one, 1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(ask(one, 1)).toBe(17);
  });

  test('are shared at most once a second, however many there are, and not at all when there are none', async () => {
    const share = vi.fn(alone);
    const counts = requestCounts(share);
    for (let time = 0; time < 50; time++) {
      ask(counts, 10);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(share.mock.calls.length).toBeLessThanOrEqual(5);
    await counts.close();
    const before = share.mock.calls.length;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(share.mock.calls.length).toBe(before);
  });

  test('that could not be shared are shared later, and count here meanwhile', async () => {
    const { sums, share } = together();
    let isAway = true;
    const counts = requestCounts((start, rows) =>
      isAway ? alone(start, rows) : share(start, rows),
    );
    ask(counts, 4);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(ask(counts, 1)).toBe(5);
    isAway = false;
    await vi.advanceTimersByTimeAsync(1_100);
    expect([...sums.values()]).toEqual([5]);
    expect(ask(counts, 1)).toBe(6);
  });

  test('that come while others are being shared are not lost', async () => {
    const { sums, share } = together();
    let answer = (): void => undefined;
    const slow: ShareCounts = async (start, rows) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return share(start, rows);
    };
    const counts = requestCounts(slow);
    ask(counts, 2);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(ask(counts, 3)).toBe(5);
    answer();
    await vi.advanceTimersByTimeAsync(1_100);
    answer();
    await vi.advanceTimersByTimeAsync(10);
    expect([...sums.values()]).toEqual([5]);
    expect(ask(counts, 1)).toBe(6);
  });
});
