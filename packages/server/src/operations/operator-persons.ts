import { z } from 'zod';
import type { Gate } from '../gate/index.ts';
import { jsonRoute, workRoute, type ControlRoutes } from './control-answer.ts';
import {
  ErasureError,
  listErasures,
  orderErasure,
  placeHold,
  planErasure,
  releaseHold,
  resumePerson,
  suspendPerson,
} from './erasure/index.ts';
import { openGate } from './keys-state.ts';
import type { KeyWork } from './key-work.ts';
import { OperatorError } from './operator-error.ts';
import type { RunningState } from './system-parts.ts';

const Person = z.strictObject({
  personId: z.uuid().toLowerCase(),
  dryRun: z.boolean().default(false),
});

/** `wardkeep person …`: by id only; nothing of a person is shown. */
export function personRoutes(state: RunningState): ControlRoutes {
  const deed = (act: (gate: Gate, personId: string) => Promise<boolean | void>) =>
    jsonRoute(Person, async ({ personId }) => {
      // `false`: it was so already.
      const changed = (await act(openGate(state), personId)) ?? true;
      return { personId, changed };
    });
  return {
    'POST /persons/erase': workRoute(Person, ({ personId, dryRun }, { onProgress }) =>
      dryRun ? plan(state, personId) : erase(state, personId, onProgress),
    ),
    'POST /persons/hold': deed(placeHold),
    'POST /persons/release': deed(releaseHold),
    'POST /persons/suspend': deed(suspendPerson),
    'POST /persons/resume': deed(resumePerson),
    'GET /persons/erasures': jsonRoute(z.object({}), async () => {
      const gate = openGate(state);
      const rows = await gate.db.transaction((tx) => listErasures(gate, tx));
      return { erasures: rows.map(fromRow) };
    }),
  };
}

async function plan(state: RunningState, personId: string): Promise<object> {
  const { keyWork } = state;
  if (keyWork === undefined) throw starting();
  return { dryRun: true, ...(await planErasure(keyWork.erasureParts(), personId)) };
}

/** Ordered and confirmed at once; one that has begun already is followed. */
async function erase(
  state: RunningState,
  personId: string,
  onProgress: Parameters<KeyWork['erase']>[1],
): Promise<object> {
  const { keyWork } = state;
  if (keyWork === undefined) throw starting();
  try {
    await orderErasure(openGate(state), personId);
  } catch (error) {
    if (!(error instanceof ErasureError && error.code === 'erasure_begun')) throw error;
  }
  return keyWork.erase(personId, onProgress);
}

function starting(): OperatorError {
  return new OperatorError('jobs_unavailable', 'The server is still starting. Try again.');
}

function fromRow(row: Awaited<ReturnType<typeof listErasures>>[number]) {
  const time = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    personId: row.person_id,
    requestedBy: row.requested_by,
    requestedAt: time(row.requested_at),
    notBefore: time(row.not_before),
    confirmedAt: time(row.confirmed_at),
    cancelledAt: time(row.cancelled_at),
    begunAt: time(row.begun_at),
    finishedAt: time(row.finished_at),
  };
}
