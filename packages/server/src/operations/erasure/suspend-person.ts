import { timingSafeEqual } from 'node:crypto';
import type { Tx } from '../../db/tx.ts';
import { recordOperationIn, type Gate } from '../../gate/index.ts';
import { appendRestriction } from '../../vault/index.ts';
import { ErasureError } from './erasure-error.ts';
import { endSessionsOf, readAccountState, writeAccountState } from './erasure-store.ts';
import { publishRestrictions } from './restriction-list.ts';

/**
 * Ends every session of the person and lets no new one begin, on any server, from this commit on. A restore does not
 * undo it. @returns false when it was so already.
 * @throws {@link ErasureError} `unknown_person` without an account, `account_altered`
 */
export async function suspendPerson(gate: Gate, personId: string): Promise<boolean> {
  return change(gate, personId, 'suspended');
}

/** @returns false when the account was active. @throws as {@link suspendPerson} */
export async function resumePerson(gate: Gate, personId: string): Promise<boolean> {
  return change(gate, personId, 'active');
}

/**
 * The state and the MAC that makes it count; a role that somebody wrote into the row gets none.
 * @returns false when nothing changed.
 */
export async function setAccountState(
  gate: Gate,
  tx: Tx,
  personId: string,
  state: 'active' | 'suspended',
): Promise<boolean> {
  const account = await readAccountState(tx, personId);
  if (account === undefined) throw new ErasureError('unknown_person');
  const { role } = account;
  const isOurs = timingSafeEqual(
    account.mac,
    gate.hashes.account({ personId, role, state: account.state }),
  );
  if (!isOurs) throw new ErasureError('account_altered');
  if (account.state === state) return false;
  const mac = gate.hashes.account({ personId, role, state });
  await writeAccountState(tx, personId, { state, mac });
  return true;
}

async function change(
  gate: Gate,
  personId: string,
  state: 'active' | 'suspended',
): Promise<boolean> {
  const isSuspension = state === 'suspended';
  const changed = await gate.db.transaction(async (tx) => {
    if (!(await setAccountState(gate, tx, personId, state))) return false;
    const now = gate.now();
    if (isSuspension) await endSessionsOf(tx, personId, 'suspended', now);
    const action = isSuspension ? 'person.suspend' : 'person.resume';
    await recordOperationIn(gate, tx, { action, outcome: 'success', personId });
    const kind = isSuspension ? 'person-suspended' : 'person-resumed';
    await appendRestriction(tx, gate.hashes, { kind, personId, madeAt: now });
    return true;
  });
  // Also when nothing changed: the run before may have died right here.
  await publishRestrictions(gate);
  return changed;
}
