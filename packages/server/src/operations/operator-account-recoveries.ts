import { z } from 'zod';
import type { Tx } from '../db/tx.ts';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import { jsonRoute, type ControlRoutes } from './control-answer.ts';
import { openGate } from './keys-state.ts';
import { OperatorError } from './operator-error.ts';
import type { RunningState } from './system-parts.ts';

interface Parts {
  readonly gate: Gate;
  readonly now: Date;
}

interface WaitingRecovery {
  readonly personId: string;
  readonly requestedAt: Date;
  readonly notBefore: Date;
  readonly approvedAt: Date | null;
}

/** What is known about account recoveries, given from above. */
export interface AccountRecoveries {
  list(parts: Parts, tx: Tx): Promise<readonly WaitingRecovery[]>;
  /** Undefined when nothing waits for this person. */
  approve(
    parts: Parts,
    tx: Tx,
    personId: string,
  ): Promise<{ readonly changed: boolean; readonly notBefore: Date } | undefined>;
}

const Person = z.strictObject({ personId: z.uuid().toLowerCase() });

/** `wardkeep person recoveries | recover`: for the last administrator, whose request nobody else can answer. */
export function accountRecoveryRoutes(
  state: RunningState,
  recoveries: AccountRecoveries,
): ControlRoutes {
  const inTx = <T>(work: (parts: Parts, tx: Tx) => Promise<T>): Promise<T> => {
    const gate = openGate(state);
    return gate.db.transaction((tx) => work({ gate, now: gate.now() }, tx));
  };
  return {
    'GET /persons/recoveries': jsonRoute(z.object({}), async () => {
      const rows = await inTx((parts, tx) => recoveries.list(parts, tx));
      return { recoveries: rows.map(fromRow) };
    }),
    'POST /persons/recover': jsonRoute(Person, ({ personId }) =>
      inTx(async (parts, tx) => {
        const approved = await recoveries.approve(parts, tx, personId);
        if (approved === undefined) throw nothingWaits();
        const { changed, notBefore } = approved;
        const operation = { action: 'account-recovery.approve', outcome: 'success' } as const;
        if (changed) await recordOperationIn(parts.gate, tx, { ...operation, personId });
        return { personId, changed, waitsUntil: notBefore.toISOString() };
      }),
    ),
  };
}

function fromRow({ personId, requestedAt, notBefore, approvedAt }: WaitingRecovery) {
  return {
    personId,
    requestedAt: requestedAt.toISOString(),
    waitsUntil: notBefore.toISOString(),
    approvedAt: approvedAt?.toISOString() ?? null,
  };
}

function nothingWaits(): OperatorError {
  return new OperatorError(
    'not_found',
    'No account recovery of this person is open. They ask for one themselves: sign in with the password, then say that every second factor is lost.',
  );
}
