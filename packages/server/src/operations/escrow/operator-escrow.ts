import { EscrowSink } from '@wardkeep/contract';
import { z } from 'zod';
import type { Gate } from '../../gate/index.ts';
import { jsonRoute, workRoute, type ControlRoutes } from '../control-answer.ts';
import { openGate } from '../keys-state.ts';
import { OperatorError } from '../operator-error.ts';
import type { RunningState } from '../system-parts.ts';
import { worstOf } from './compare.ts';
import { EscrowError } from './escrow-error.ts';
import type { Escrow } from './escrow.ts';

const Compare = z.strictObject({
  all: z.boolean().default(false),
  /** One that somebody kept: held against the log instead of the places. */
  note: z.string().max(10_000).optional(),
});

const Settle = z.strictObject({ place: EscrowSink, reason: z.string().trim().min(3).max(2000) });

/** `wardkeep escrow status`, `compare` and `settle`. */
export function escrowRoutes(state: RunningState): ControlRoutes {
  return {
    'GET /escrow': jsonRoute(z.object({}), async () => {
      const gate = openGate(state);
      const escrow = escrowOf(state);
      const places = await gate.db.transaction((tx) => escrow.states(tx));
      return { places, notices: escrow.notices() };
    }),
    'POST /escrow/compare': workRoute(Compare, async ({ all, note }, { onProgress }) => {
      const gate = openGate(state);
      if (note !== undefined) return compareGiven(gate, escrowOf(state), note);
      const compared = await escrowOf(state).compare(gate, 'operator', {
        isWhole: all,
        onProgress: (done) => {
          onProgress({ phase: 'checkpoints', done, total: 0 });
        },
      });
      const unsettled = escrowOf(state).unsettled();
      const verdicts = [...compared, ...unsettled].flatMap(({ verdict }) => verdict ?? []);
      return { verdict: worstOf(verdicts), compared, unsettled };
    }),
    'POST /escrow/settle': workRoute(Settle, async ({ place, reason }) => {
      const changed = await settleAt(escrowOf(state), openGate(state), { place, reason });
      return { place, changed, unsettled: escrowOf(state).unsettled() };
    }),
  };
}

async function compareGiven(gate: Gate, escrow: Escrow, note: string) {
  const judged = await escrow.compareNote(gate, note);
  if (judged === undefined)
    throw new OperatorError('bad_request', 'That is no checkpoint that this installation signed.');
  const compared = [{ ...judged, looked: 1, lacking: 0, failure: null }];
  return { verdict: judged.verdict, compared, unsettled: [] };
}

async function settleAt(
  escrow: Escrow,
  gate: Gate,
  { place, reason }: z.infer<typeof Settle>,
): Promise<boolean> {
  try {
    return await escrow.settle(gate, place, reason);
  } catch (error) {
    if (!(error instanceof EscrowError)) throw error;
    const message = `The place can’t be read now (${error.code}), so nothing is settled.`;
    throw new OperatorError('failed', message, { cause: error });
  }
}

function escrowOf({ escrow }: RunningState): Escrow {
  if (escrow !== undefined) return escrow;
  throw new OperatorError('jobs_unavailable', 'The server is still starting. Try again.');
}
