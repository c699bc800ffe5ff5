import { timingSafeEqual } from 'node:crypto';
import type { AccountState } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import {
  ErasureError,
  changeAccount,
  lockAdministrators,
  publishRestrictions,
} from './erasure/index.ts';

type Outcome = 'done' | 'unchanged' | 'nobody' | 'altered' | 'last-administrator';

/** Shutting somebody out and letting them in again, for the routes: an error that a person can cause becomes an outcome. */
export function accountStates(gateNow: () => Gate) {
  const set = async (tx: Tx, personId: string, state: AccountState): Promise<Outcome> => {
    const gate = gateNow();
    if (state !== 'active' && (await isLastAdministrator(gate, tx, personId)))
      return 'last-administrator';
    return outcomeOf(changeAccount(gate, tx, personId, state));
  };
  return {
    suspend: (tx: Tx, personId: string) => set(tx, personId, 'suspended'),
    resume: (tx: Tx, personId: string) => set(tx, personId, 'active'),
    deactivate: (tx: Tx, personId: string) => set(tx, personId, 'deactivated'),
    publish: () => publishRestrictions(gateNow()),
  };
}

/** With every administrator's row locked: two who shut each other out at the same moment take turns, and one stays. */
async function isLastAdministrator(gate: Gate, tx: Tx, personId: string): Promise<boolean> {
  const administrators = await lockAdministrators(tx);
  const genuine = administrators.filter(({ mac, ...row }) => {
    const right = gate.hashes.account(row);
    return right.length === mac.length && timingSafeEqual(right, mac);
  });
  return genuine.length === 1 && genuine[0]?.personId === personId;
}

async function outcomeOf(step: Promise<boolean>): Promise<Outcome> {
  try {
    return (await step) ? 'done' : 'unchanged';
  } catch (error) {
    if (!(error instanceof ErasureError)) throw error;
    return error.code === 'account_altered' ? 'altered' : 'nobody';
  }
}
