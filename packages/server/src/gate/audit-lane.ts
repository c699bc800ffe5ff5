import type { Tx } from '../db/tx.ts';
import { touchSessions, type SeenSession } from './facts-store.ts';
import { countEmergencyAccesses } from './grants-store.ts';
import type { Gate } from './gate.ts';
import { isOfTheDatabase } from './of-the-database.ts';
import { recordEvents, type Happening } from './record-event.ts';
import { FlushFull, perSecond, sharedFlush } from './shared-flush.ts';
import { tooBusy } from './too-busy.ts';

/** What a request that changes nothing leaves behind. */
export interface LaneEntry {
  readonly happenings: readonly Happening[];
  readonly seen?: readonly SeenSession[];
  /** Grants of emergencies under which something was opened. */
  readonly emergencies?: readonly string[];
}

/**
 * Where events go whose request changes nothing: what arrives together shares one transaction. Nobody is answered
 * before the commit that holds their event.
 */
export interface AuditLane {
  /**
   * Resolves once everything of the entry is durable. @throws DatabaseError; Refusal `unavailable` when too many
   * wait; whatever sealing throws.
   */
  append(entry: LaneEntry): Promise<void>;
  /**
   * The same for one refusal. Equal ones that wait for the same commit become one event, which says how many they were;
   * one that keeps coming is held back a little, so that a flood becomes few events and its sender waits.
   */
  refused(happening: Happening): Promise<void>;
  /**
   * Waits until what was taken so far is written or refused, also what was held back: from then on no event names whoever
   * was let in only before. @throws as `append`.
   */
  settle(): Promise<void>;
  /** Waits for what was taken; takes nothing more. */
  stop(): Promise<void>;
}

/** Events that wait at most, beside those being written. */
const MOST_WAITING = 4096;
/** More equal refusals within a second than somebody makes by hand. */
const FLOOD_PER_SECOND = 20;
const HELD_MS = 250;
/** Kinds of refusals whose floods are told apart. */
const MOST_COUNTED = 10_000;

interface Item {
  readonly entry: LaneEntry;
  /** Of a refusal that others may join until it is written. */
  readonly key?: string;
  repeated: number;
  done?: Promise<void>;
}

type LaneParts = Pick<Gate, 'db' | 'vault' | 'auditSealing' | 'checkpointKey' | 'now' | 'log'>;

export type MakeLane = (parts: LaneParts) => AuditLane;

export function auditLane(parts: LaneParts): AuditLane {
  const joinable = new Map<string, Item>();
  const repeats = perSecond(MOST_COUNTED);
  const hold = holding(HELD_MS);
  const flush = sharedFlush<Item>({
    write: async (items) => {
      // From here on the number is sealed: whoever comes now begins another event.
      for (const item of items) if (isJoinable(joinable, item)) joinable.delete(item.key);
      // Then the keys are read first.
      const beginsAlong = items.some(({ entry }) => isAboutAnybody(entry));
      await parts.db.transaction((tx) => writeItems(parts, tx, items), { beginsAlong });
    },
    sizeOf: ({ entry }) => Math.max(1, entry.happenings.length),
    most: MOST_WAITING,
    isShared: isOfTheDatabase,
  });
  const add = async (item: Item): Promise<void> => {
    try {
      await flush.add(item);
    } catch (error) {
      if (isJoinable(joinable, item)) joinable.delete(item.key);
      throw error instanceof FlushFull ? tooBusy(error) : error;
    }
  };
  return {
    append: (entry) => add({ entry, repeated: 1 }),
    refused: (happening) => {
      const key = keyOf(happening);
      const isFlood = repeats(key) > FLOOD_PER_SECOND;
      const waiting = joinable.get(key);
      if (waiting?.done !== undefined) {
        waiting.repeated += 1;
        return waiting.done;
      }
      const item: Item = { entry: { happenings: [happening] }, key, repeated: 1 };
      joinable.set(key, item);
      item.done = isFlood ? hold.back().then(() => add(item)) : add(item);
      return item.done;
    },
    settle: async () => {
      await hold.release();
      // Behind everything that waits.
      await add({ entry: { happenings: [] }, repeated: 1 });
    },
    stop: async () => {
      await hold.release();
      await flush.stop();
    },
  };
}

function isAboutAnybody({ happenings }: LaneEntry): boolean {
  return happenings.some(({ personId }) => personId !== null);
}

function isJoinable(
  joinable: ReadonlyMap<string, Item>,
  item: Item,
): item is Item & { readonly key: string } {
  return item.key !== undefined && joinable.get(item.key) === item;
}

async function writeItems(parts: LaneParts, tx: Tx, items: readonly Item[]): Promise<void> {
  const happenings = items.flatMap(({ entry, repeated }) =>
    repeated === 1 ? entry.happenings : entry.happenings.map((each) => ({ ...each, repeated })),
  );
  await recordEvents(parts, tx, happenings);
  await touchSessions(
    tx,
    items.flatMap(({ entry }) => entry.seen ?? []),
  );
  await countEmergencyAccesses(
    tx,
    items.flatMap(({ entry }) => entry.emergencies ?? []),
  );
}

/** The same attempt again, as far as an event tells: only the request and the moment differ. */
function keyOf({ action, outcome, reason, caller, personId, relationship, request }: Happening) {
  const by =
    caller.kind === 'person'
      ? [caller.personId, caller.role]
      : caller.kind === 'share-holder'
        ? [caller.share.shareId]
        : [];
  const { address } = request;
  return JSON.stringify([
    action,
    outcome,
    reason,
    caller.kind,
    by,
    personId,
    relationship,
    address,
  ]);
}

/** Lets nobody on for a while, unless it has to end sooner. */
function holding(milliseconds: number) {
  const held = new Set<() => void>();
  return {
    back: (): Promise<void> =>
      new Promise((resolve) => {
        const letGo = (): void => {
          clearTimeout(timer);
          held.delete(letGo);
          resolve();
        };
        const timer = setTimeout(letGo, milliseconds);
        held.add(letGo);
      }),
    /** Once they are on their way. */
    release: async (): Promise<void> => {
      for (const letGo of held) letGo();
      await Promise.resolve();
    },
  };
}
