import { randomUUID } from 'node:crypto';
import type { Gate } from './gate.ts';
import { keysAwayIn } from './keys-away.ts';
import type { Happening } from './record-event.ts';

/** A half of an event. */
export interface Half<T> {
  /** Null for one that was destroyed, or that does not open. */
  readonly value: T | null;
  /** It is there and does not open: somebody changed the row. */
  readonly isAltered: boolean;
}

/** One altered row must not keep a whole list from being shown. @throws VaultError `keys_unavailable`. */
export function openHalf<S, T>(sealed: S | null, open: (sealed: S) => T): Half<T> {
  if (sealed === null) return { value: null, isAltered: false };
  try {
    return { value: open(sealed), isAltered: false };
  } catch (error) {
    if (keysAwayIn(error)) throw error;
    return { value: null, isAltered: true };
  }
}

/** Of each event, while it is looked at again and again. */
const TOLD_AGAIN_MS = 3_600_000;
const REMEMBERED_MOST = 10_000;
const told = new WeakMap<Gate['lane'], Map<string, number>>();

/**
 * Puts it on record as a check that failed, which is an alert; nobody who reads the log waits for that. What the background
 * check has found already may so be told twice.
 */
export function tellAltered(
  { lane, log, now }: Pick<Gate, 'lane' | 'log' | 'now'>,
  eventIds: readonly string[],
): void {
  const untold = notToldLately(lane, eventIds, now().getTime());
  if (untold.length === 0) return;
  const resources = untold.map((id) => ({ type: 'AuditEvent', id }));
  const happening: Happening = {
    request: { requestId: randomUUID(), address: null },
    action: 'audit.check',
    outcome: 'failed',
    reason: 'event_altered',
    caller: { kind: 'service' },
    personId: null,
    relationship: null,
    touched: { resources, ciphertextHashes: [] },
  };
  log.error({ events: untold.length }, 'events of the audit log were altered: see the alerts');
  lane.append({ happenings: [happening] }).catch(() => {
    const known = told.get(lane);
    for (const id of untold) known?.delete(id);
    log.warn({}, 'an altered event of the audit log could not be put on record');
  });
}

function notToldLately(
  lane: Gate['lane'],
  eventIds: readonly string[],
  nowMs: number,
): readonly string[] {
  const known = told.get(lane) ?? new Map<string, number>();
  told.set(lane, known);
  const untold = eventIds.filter((id) => nowMs - (known.get(id) ?? -Infinity) >= TOLD_AGAIN_MS);
  if (known.size + untold.length > REMEMBERED_MOST) known.clear();
  for (const id of untold) known.set(id, nowMs);
  return untold;
}
