import { describe, expect, test } from 'vitest';
import { FlushFull, perSecond, sharedFlush } from './shared-flush.ts';

/** Writes that end when they are told to. */
function slowWrites(failing: (items: readonly string[]) => Error | undefined = () => undefined) {
  const written: string[][] = [];
  const ends: (() => void)[] = [];
  const flush = sharedFlush<string>({
    write: async (items) => {
      written.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      const error = failing(items);
      if (error !== undefined) throw error;
    },
    sizeOf: () => 1,
    most: 4,
    isShared: (error) => error instanceof RangeError,
  });
  /** Until nothing is under way any more. */
  const endAll = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) {
      ends.shift()?.();
      await Promise.resolve();
    }
  };
  return { flush, written, ends, endAll };
}

const outcomes = async (all: readonly Promise<void>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(all)).map(({ status }) => status);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a shared flush', () => {
  test('writes what arrives meanwhile together, in order, and says so to nobody before it is written', async () => {
    const { flush, written, ends, endAll } = slowWrites();
    let isDone = false;
    const first = flush.add('a').then(() => (isDone = true));
    await turn();
    const others = ['b', 'c', 'd'].map((item) => flush.add(item));
    await turn();
    expect([written, isDone]).toEqual([[['a']], false]);
    ends.shift()?.();
    await first;
    await turn();
    expect(written).toEqual([['a'], ['b', 'c', 'd']]);
    await endAll();
    expect(await outcomes(others)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  test('tries each alone when one of them breaks the write, so that it fails by itself', async () => {
    const isBad = (items: readonly string[]) =>
      items.includes('bad') ? new Error('bad') : undefined;
    const { flush, written, endAll } = slowWrites(isBad);
    const all = ['a', 'bad', 'c'].map((item) => flush.add(item));
    await turn();
    await endAll();
    expect(await outcomes(all)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(written).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  test('writes nothing a second time after what may have been written, and goes on with what comes then', async () => {
    let isAway = true;
    const { flush, written, endAll } = slowWrites(() => (isAway ? new RangeError() : undefined));
    const all = ['a', 'b'].map((item) => flush.add(item));
    await turn();
    await endAll();
    expect([await outcomes(all), written]).toEqual([['rejected', 'rejected'], [['a', 'b']]]);
    isAway = false;
    const later = flush.add('c');
    await turn();
    await endAll();
    expect(await outcomes([later])).toEqual(['fulfilled']);
  });

  test('takes no more than may wait, and takes again once there is room', async () => {
    const { flush, endAll } = slowWrites();
    const first = flush.add('first');
    await turn();
    const waiting = ['a', 'b', 'c', 'd'].map((item) => flush.add(item));
    await expect(flush.add('one too many')).rejects.toBeInstanceOf(FlushFull);
    await endAll();
    await Promise.all([first, ...waiting]);
    const again = flush.add('again');
    await turn();
    await endAll();
    await again;
  });

  test('ends with everything written that it took', async () => {
    const { flush, written, endAll } = slowWrites();
    const all = ['a', 'b'].map((item) => flush.add(item));
    const stopped = flush.stop();
    await expect(flush.add('late')).rejects.toBeInstanceOf(FlushFull);
    await turn();
    await endAll();
    await Promise.all([stopped, ...all]);
    expect(written).toEqual([['a', 'b']]);
  });
});

test('how often a key came is counted for a second, and for no more keys than there is room for', () => {
  let nowMs = 0;
  const count = perSecond(2, () => nowMs);
  expect(['a', 'a', 'b', 'a', 'c', 'c'].map((key) => count(key))).toEqual([1, 2, 1, 3, 1, 1]);
  nowMs = 1000;
  expect(count('a')).toBe(1);
});
