import { randomUUID } from 'node:crypto';
import type { Action } from '@wardkeep/contract';
import type { Gate } from './gate.ts';
import type { Happening } from './record-event.ts';

/** Requests that were sent away before anybody looked who asks: one event for each action, with their number. */
export async function recordLimited(
  gate: Gate,
  counts: ReadonlyMap<Action, number>,
): Promise<void> {
  const happenings = [...counts].map(([action, repeated]): Happening => ({
    request: { requestId: randomUUID(), address: null },
    action: 'request.limited',
    outcome: 'refused',
    caller: { kind: 'service' },
    personId: null,
    relationship: null,
    reason: action,
    repeated,
  }));
  await gate.lane.append({ happenings });
}
