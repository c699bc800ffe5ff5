import { EscrowError } from './escrow-error.ts';
import type { NoteStore } from './kept-notes.ts';

const WAIT_MS = 10_000;

/**
 * The same store, that is waited for so long and no longer. What goes on after that goes on alone: until it ends nothing
 * else is begun, so that a place that hangs holds one thread and not all of them.
 */
export function patiently(store: NoteStore, waitMs = WAIT_MS): NoteStore {
  let late: Promise<unknown> | undefined;
  const wait = async <T>(work: () => Promise<T>): Promise<T> => {
    if (late !== undefined) throw new EscrowError('timeout');
    const working = work();
    try {
      return await inTime(working, waitMs);
    } catch (error) {
      if (error instanceof EscrowError && error.code === 'timeout') {
        const mine = working.then(nothing, nothing).finally(() => (late = undefined));
        late = mine;
      }
      throw error;
    }
  };
  return {
    putNew: (name, text) => wait(() => store.putNew(name, text)),
    get: (name) => wait(() => store.get(name)),
    folders: (folder) => wait(() => store.folders(folder)),
    nearest: (folder, sizes) => wait(() => store.nearest(folder, sizes)),
    greatest: (folder) => wait(() => store.greatest(folder)),
    count: (folder) => wait(() => store.count(folder)),
    sizes: async function* (folder) {
      const sizes = store.sizes(folder)[Symbol.asyncIterator]();
      for (;;) {
        const next = await wait(() => sizes.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
  };
}

/** @throws EscrowError `timeout` */
async function inTime<T>(work: Promise<T>, waitMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new EscrowError('timeout'));
  }, waitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function nothing(): void {}
