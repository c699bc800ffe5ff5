import type { AuditCore } from '../../audit/index.ts';
import type { Tx } from '../../db/tx.ts';
import { keysAwayIn, type Gate } from '../../gate/index.ts';
import {
  lockCursor,
  logsBehind,
  moveCursor,
  readEventPage,
  sizeOfLog,
  type PagedEvent,
} from './event-page-store.ts';
import { judgePage, type ReadEvent } from './judge-page.ts';
import type { KnownPatients } from './known-patients.ts';
import { raiseAlert } from './raise-alert.ts';
import { addCounts, type HourCount } from './security-count-store.ts';
import type { AlertTelling } from './tell-alert.ts';

const PAGE = 500;
const HOUR_MS = 3_600_000;

/** Reads what has got its leaf since it was last read, in all logs, until it is told to stop. @returns how many events. */
export async function readNewEvents(
  telling: AlertTelling,
  known: KnownPatients,
  signal?: AbortSignal,
): Promise<number> {
  const { db } = telling.gate;
  let total = 0;
  for (const log of await db.transaction(logsBehind, { readOnly: true })) {
    const readOne = (): Promise<number> =>
      remembering(known, () => db.transaction((tx) => readPage(tx, telling, known, log)));
    for (let read = await readOne(); read > 0; read = await readOne()) {
      total += read;
      if (signal?.aborted === true) return total;
    }
  }
  return total;
}

async function remembering<T>(known: KnownPatients, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    known.forget();
    throw error;
  }
}

/** What a page counts for, whom it alarms, and that it was read: all of it in one transaction, so none of it twice. */
async function readPage(
  tx: Tx,
  telling: AlertTelling,
  known: KnownPatients,
  log: string,
): Promise<number> {
  const from = await lockCursor(tx, log);
  if (from === undefined) return 0;
  const size = await sizeOfLog(tx, log);
  if (from > size) {
    // Somebody set it there, so that nothing would be read any more: how much was left out can't be told.
    await raiseAlert(tx, telling, faultOf([], telling.gate.now()));
    await moveCursor(tx, log, size);
    return 0;
  }
  const paged = await readEventPage(tx, { log, from, most: PAGE });
  const last = paged.at(-1);
  if (last === undefined) return 0;
  const nextLeaf = last.leafIndex + 1;
  const events = paged.map((event) => ({ ...event, opened: openCore(telling.gate, event) }));
  await addCounts(tx, countsOf(events));
  const raised = await judgePage(tx, telling.gate, { log, events, nextLeaf }, known);
  for (const each of raised) await raiseAlert(tx, telling, each);
  const shut = events.filter(({ opened }) => opened === undefined);
  const newest = shut.at(-1);
  if (newest !== undefined)
    await raiseAlert(tx, telling, faultOf(shut, new Date(newest.occurredAtMs)));
  await moveCursor(tx, log, nextLeaf);
  return events.length;
}

/** An event that was altered must not keep all that follow from being looked at: it is an alert of its own. */
function openCore({ auditSealing }: Gate, { eventId, core }: PagedEvent): ReadEvent['opened'] {
  if (core === null) return null;
  try {
    return auditSealing.openCore(eventId, core);
  } catch (error) {
    if (keysAwayIn(error)) throw error;
    return undefined;
  }
}

/** @param shut - None where it is the place in the log that was altered. */
function faultOf(shut: readonly ReadEvent[], at: Date) {
  const total = Math.max(1, shut.length);
  return {
    rule: 'audit-fault',
    about: null,
    whom: { personId: null, address: null },
    eventIds: shut.map(({ eventId }) => eventId),
    at,
    total,
    more: total,
  } as const;
}

/** In one order, so that two servers that count different logs do not wait for each other in a circle. */
function countsOf(events: readonly ReadEvent[]): readonly HourCount[] {
  const counts = new Map<string, HourCount>();
  for (const { action, outcome, occurredAtMs, repeated, opened } of events) {
    const hour = new Date(occurredAtMs - (occurredAtMs % HOUR_MS));
    const role = roleOf(opened);
    const name = [hour.toISOString(), action, outcome, role].join(' ');
    const before = counts.get(name)?.events ?? 0;
    counts.set(name, { hour, action, outcome, role, events: before + repeated });
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

function roleOf(core: AuditCore | null | undefined): string {
  if (core === null || core === undefined) return 'nobody';
  const { role, shareId } = core.actor;
  return role ?? (shareId === undefined || shareId === null ? 'nobody' : 'share-link');
}
