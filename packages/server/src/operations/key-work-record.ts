import type { OperatorAction } from '@wardkeep/contract';
import type { Tx } from '../db/tx.ts';
import { recordOperation, recordOperationIn, type Gate } from '../gate/index.ts';
import { operatorErrorOf } from './told-error.ts';

export interface Deed {
  readonly action: OperatorAction;
  readonly by: 'operator' | 'service';
  readonly personId?: string;
}

/**
 * Long work between two events, `begun` and `ended`; the second commits with what `finish` writes. What fails has an
 * event with its code instead, and is thrown on. Work that is resumed after a crash has one more `begun`.
 */
export async function recorded<Done, Finished>(
  gate: Gate,
  deed: Deed,
  work: () => Promise<Done>,
  finish: (tx: Tx, done: Done) => Promise<Finished>,
): Promise<Finished> {
  await recordOperation(gate, { ...deed, outcome: 'success', reason: 'begun' });
  try {
    const done = await work();
    return await gate.db.transaction(async (tx) => {
      const finished = await finish(tx, done);
      await recordOperationIn(gate, tx, { ...deed, outcome: 'success', reason: 'ended' });
      return finished;
    });
  } catch (error) {
    await recordFailure(gate, deed, operatorErrorOf(error).code);
    throw error;
  }
}

/** Without a database there is no event; the error that led here is the one to be told. */
async function recordFailure(gate: Gate, deed: Deed, reason: string): Promise<void> {
  try {
    await recordOperation(gate, { ...deed, outcome: 'failed', reason });
  } catch (error) {
    const { code } = operatorErrorOf(error);
    gate.log.error(
      { action: deed.action, code },
      'what failed could not be put into the audit log',
    );
  }
}
