/** Shared by all threads that work on one file. */
export type Progress = BigInt64Array<SharedArrayBuffer>;

export function newProgress(): Progress {
  return new BigInt64Array(new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT));
}

/** The number of a stretch that nobody else has, possibly past the last one. */
export function takeNext(progress: Progress): number {
  return Number(Atomics.add(progress, slot.next, 1n));
}

/** To be called once a stretch was written. */
export function countDone(progress: Progress): void {
  Atomics.add(progress, slot.done, 1n);
}

export function doneOf(progress: Progress): number {
  return Number(Atomics.load(progress, slot.done));
}

/** Asks every thread to take no further stretch. */
export function stop(progress: Progress): void {
  Atomics.store(progress, slot.stopped, 1n);
}

export function isStopped(progress: Progress): boolean {
  return Atomics.load(progress, slot.stopped) !== 0n;
}

const slot = { next: 0, done: 1, stopped: 2 } as const;
