import { performance } from 'node:perf_hooks';

/** Thrown by `add` when too much waits already: nothing of it was kept. */
export class FlushFull extends Error {}

export interface SharedFlush<T> {
  /**
   * Resolves once `write` has succeeded for a group that held the item; rejects with what it threw.
   * @throws {@link FlushFull}
   */
  add(item: T): Promise<void>;
  /** Takes nothing more, and waits for what was taken. */
  stop(): Promise<void>;
}

interface Options<T> {
  /** Writes all or none. The items are this flush's alone from the moment that it is called. */
  readonly write: (items: readonly T[]) => Promise<void>;
  /** How much of `most` an item takes; looked at when it is added. */
  readonly sizeOf: (item: T) => number;
  /** Of all that waits together. */
  readonly most: number;
  /** True for what would break every item alike: then none of them is tried alone. */
  readonly isShared: (error: unknown) => boolean;
}

/**
 * What arrives while a write is under way waits for its end and is then written together: no timer, and nobody waits
 * longer than for two writes. When a shared write fails because of one item, each is tried alone.
 */
export function sharedFlush<T>(options: Options<T>): SharedFlush<T> {
  let waiting: Waiting<T>[] = [];
  let size = 0;
  let running: Promise<void> | undefined;
  let isStopped = false;
  const flushAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const taken = waiting;
      waiting = [];
      size = 0;
      await flush(taken, options);
    }
    running = undefined;
  };
  return {
    add: (item) => {
      const itsSize = options.sizeOf(item);
      // What is too much by itself goes when nothing else waits: it would never find room.
      if (isStopped || (size > 0 && size + itsSize > options.most))
        return Promise.reject(new FlushFull('too much waits to be written'));
      size += itsSize;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ item, resolve, reject });
      // What arrives in this very turn of the event loop goes along.
      running ??= Promise.resolve().then(flushAll);
      return promise;
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

async function flush<T>(taken: readonly Waiting<T>[], options: Options<T>): Promise<void> {
  try {
    await options.write(taken.map(({ item }) => item));
    for (const { resolve } of taken) resolve();
  } catch (error) {
    if (taken.length > 1 && !options.isShared(error))
      for (const each of taken) await flush([each], options);
    else for (const { reject } of taken) reject(error);
  }
}

/** Says how often each key came in the running second. Forgets what it can't hold. */
export function perSecond(most: number, now: () => number = () => performance.now()) {
  const counts = new Map<string, number>();
  let startMs = now();
  return (key: string): number => {
    const nowMs = now();
    if (nowMs - startMs >= 1000) {
      startMs = nowMs;
      counts.clear();
    }
    const count = (counts.get(key) ?? 0) + 1;
    if (count > 1 || counts.size < most) counts.set(key, count);
    return count;
  };
}
