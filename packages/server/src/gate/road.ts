import { DatabaseError } from '../db/database-error.ts';
import type { AheadAsked } from '../db/read-ahead.ts';
import type { Tx } from '../db/tx.ts';
import { isOutcomeUnknown } from './audited-refusal.ts';
import { touchSessions, type OnSeen, type SeenSession } from './facts-store.ts';
import { countEmergencyAccesses } from './grants-store.ts';
import type { Gate } from './gate.ts';
import { recordEvent, type EventParts, type Happening } from './record-event.ts';
import { NotShared } from './shared-road.ts';

/** `write`: the events commit with the work. `read`: the work changes nothing, and its events share a commit with others'. */
export type RoadKind = 'read' | 'write';

/** How what a request leaves behind becomes durable. */
export interface Road {
  readonly onSeen: OnSeen;
  record(happening: Happening): Promise<void>;
  countEmergencies(grantIds: readonly string[]): Promise<void>;
}

/** How what a request leaves behind gets into its transaction. */
export type RoadIn = (parts: EventParts, tx: Tx) => Road;

/** What only looks changes nothing: a GET, unless its route says that it writes, and what is sent only to be looked for. */
export function roadOf({
  endpoint,
  writes,
  reads,
}: {
  readonly endpoint: { readonly method: string };
  readonly writes?: true;
  readonly reads?: true;
}): RoadKind {
  const isRead = endpoint.method === 'GET' || reads === true;
  return isRead && writes !== true ? 'read' : 'write';
}

/**
 * The road of what is asked most, where it can be told beforehand what will be asked for; else, and where more is needed
 * than a shared transaction can do, {@link onRoad}.
 * @param work - May be run twice: the first time for nothing.
 */
export async function onSharedRoad<T>(
  gate: Gate,
  { kind, asked }: { readonly kind: RoadKind; readonly asked: AheadAsked | undefined },
  work: (tx: Tx, road: Road) => Promise<T>,
): Promise<T> {
  if (asked === undefined) return onRoad(gate, kind, work);
  try {
    return await gate.sharedRoad.run(asked, work);
  } catch (error) {
    if (error instanceof NotShared) return onRoad(gate, kind, work);
    throw kind === 'read' ? orUnreachable(error) : error;
  }
}

/**
 * Runs the work in one transaction and returns once its events are durable. On the road of reads PostgreSQL itself
 * refuses every change, and no connection is held while the event waits for its commit.
 */
export async function onRoad<T>(
  gate: Gate,
  kind: RoadKind,
  work: (tx: Tx, road: Road) => Promise<T>,
): Promise<T> {
  if (kind === 'write') return gate.db.transaction((tx) => work(tx, writing(gate, tx)));
  const left = { happenings: [], seen: [], emergencies: [] };
  let appended = Promise.resolve();
  const result = await gate.db.transaction(
    async (tx) => {
      const result = await work(tx, reading(left));
      // Everything was opened that will be: its event need not wait for the end of a transaction that changed nothing.
      appended = append(gate, left);
      appended.catch(() => undefined);
      return result;
    },
    { readOnly: true, beginsAlong: true },
  );
  await appended;
  return result;
}

/** Everything in the very transaction of the work. */
export function writing(gate: EventParts, tx: Tx): Road {
  return {
    onSeen: (seen) => touchSessions(tx, [seen]),
    record: (happening) => recordEvent(gate, tx, happening),
    countEmergencies: (grantIds) => countEmergencyAccesses(tx, grantIds),
  };
}

interface Left {
  readonly happenings: Happening[];
  readonly seen: SeenSession[];
  readonly emergencies: string[];
}

function reading({ happenings, seen, emergencies }: Left): Road {
  return {
    onSeen: (each) => void seen.push(each),
    record: (happening) => {
      happenings.push(happening);
      return Promise.resolve();
    },
    countEmergencies: (grantIds) => {
      emergencies.push(...grantIds);
      return Promise.resolve();
    },
  };
}

async function append(gate: Gate, left: Left): Promise<void> {
  if (left.happenings.length === 0 && left.seen.length === 0) return;
  try {
    await gate.lane.append(left);
  } catch (error) {
    throw orUnreachable(error);
  }
}

/** Whether or not its event was kept: nothing was asked for that could have happened by half. */
function orUnreachable(error: unknown): unknown {
  if (!isOutcomeUnknown(error)) return error;
  return new DatabaseError('unreachable', 'the database went away', { cause: error });
}
