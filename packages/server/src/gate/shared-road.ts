import { NotShared } from '../db/shared-part.ts';
import type { AheadAsked } from '../db/read-ahead.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from './gate.ts';
import type { Road } from './road.ts';
import { isOfTheDatabase } from './of-the-database.ts';
import { tooBusy } from './too-busy.ts';

export { NotShared } from '../db/shared-part.ts';

/**
 * The road of what is asked most: requests that arrive together share one transaction. What decides about them is read in
 * one statement, each is decided, opened and sealed by itself, and what all of them leave is written in one commit. It
 * saves round trips and commits; nothing is remembered from one transaction to the next.
 */
export interface SharedRoad {
  /**
   * Resolves with what `work` resolved to, once everything that it left is durable. `work` may be run again by itself.
   * @throws {@link NotShared} when it needs a transaction of its own: nothing was written. Otherwise what `work` throws,
   * and DatabaseError as a transaction does; `Refusal` `unavailable` when too many wait.
   */
  run<T>(asked: AheadAsked, work: (tx: Tx, road: Road) => Promise<T>): Promise<T>;
  /** Waits for what was taken; takes nothing more. */
  stop(): Promise<void>;
}

type RoadParts = Pick<Gate, 'db' | 'now'>;

/** While PostgreSQL works for one group, the other is decided and sealed. */
const GROUPS = 2;
/** Of one group: what is opened for it is in memory at once. */
const MOST_TOGETHER = 64;
const MOST_WAITING = 4096;

interface Sharing {
  readonly asked: AheadAsked;
  /** Works, and holds what came of it until it is durable. */
  readonly work: (tx: Tx) => Promise<void>;
  /** What came of it may be told. */
  readonly tell: () => void;
  readonly fail: (error: unknown) => void;
}

export function sharedRoad({ db, now }: RoadParts, roadIn: (tx: Tx) => Road): SharedRoad {
  let waiting: Sharing[] = [];
  let isStopped = false;
  const running = new Set<Promise<void>>();
  const begin = (): void => {
    while (running.size < GROUPS && waiting.length > 0) {
      const group = waiting.slice(0, MOST_TOGETHER);
      waiting = waiting.slice(MOST_TOGETHER);
      const run = runGroup({ db, now }, group).finally(() => {
        running.delete(run);
        begin();
      });
      running.add(run);
    }
  };
  return {
    run: (asked, work) => {
      if (isStopped || waiting.length >= MOST_WAITING) return Promise.reject(tooBusy());
      const { sharing, result } = sharingOf(asked, (tx) => work(tx, roadIn(tx)));
      waiting.push(sharing);
      // What arrives in this turn of the event loop goes along.
      if (waiting.length === 1) setImmediate(begin);
      return result;
    },
    stop: async () => {
      isStopped = true;
      while (running.size > 0 || waiting.length > 0) {
        begin();
        await Promise.allSettled(running);
      }
    },
  };
}

function sharingOf<T>(
  asked: AheadAsked,
  work: (tx: Tx) => Promise<T>,
): { readonly sharing: Sharing; readonly result: Promise<T> } {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let tell = (): void => undefined;
  const sharing: Sharing = {
    asked,
    work: async (tx) => {
      try {
        const value = await work(tx);
        tell = () => {
          resolve(value);
        };
      } catch (error) {
        reject(error);
        throw error;
      }
    },
    tell: () => {
      tell();
    },
    // After its own error this one says nothing any more.
    fail: reject,
  };
  return { sharing, result: promise };
}

async function runGroup({ db, now }: RoadParts, group: readonly Sharing[]): Promise<void> {
  try {
    await db.share(group, now());
    for (const { tell } of group) tell();
  } catch (error) {
    // What one of them left may be at fault: each has its own transaction then.
    const said = isOfTheDatabase(error)
      ? error
      : new NotShared('the shared transaction failed', { cause: error });
    for (const { fail } of group) fail(said);
  }
}
