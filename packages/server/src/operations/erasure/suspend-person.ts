import { timingSafeEqual } from 'node:crypto';
import type { AccountState } from '../../db/schema.ts';
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
  state: AccountState,
): Promise<boolean> {
  const account = await readAccountState(tx, personId);
  if (account === undefined) throw new ErasureError('unknown_person');
  const { role, secondFactor } = account;
  const isOurs = timingSafeEqual(
    account.mac,
    gate.hashes.account({ personId, role, state: account.state, secondFactor }),
  );
  if (!isOurs) throw new ErasureError('account_altered');
  if (account.state === state) return false;
  const mac = gate.hashes.account({ personId, role, state, secondFactor });
  await writeAccountState(tx, personId, { state, mac });
  return true;
}

/**
 * In the caller's transaction: the state, the end of every session, the line on the restriction list, and the notice. A
 * deactivation is on the list as a suspension is. The list is to be published once this has committed.
 * @returns false when nothing changed. @throws as {@link suspendPerson}
 */
export async function changeAccount(
  gate: Gate,
  tx: Tx,
  personId: string,
  state: AccountState,
): Promise<boolean> {
  if (!(await setAccountState(gate, tx, personId, state))) return false;
  const now = gate.now();
  if (state !== 'active') await endSessionsOf(tx, personId, state, now);
  const kind = state === 'active' ? 'person-resumed' : 'person-suspended';
  await appendRestriction(tx, gate.hashes, { kind, personId, madeAt: now });
  await gate.mail.queue(tx, { to: { personId }, template: NOTICES[state], values: {} });
  return true;
}

const NOTICES = {
  active: 'account-resumed',
  suspended: 'account-suspended',
  deactivated: 'account-deactivated',
} as const satisfies Record<AccountState, string>;

async function change(
  gate: Gate,
  personId: string,
  state: 'active' | 'suspended',
): Promise<boolean> {
  const changed = await gate.db.transaction(async (tx) => {
    if (!(await changeAccount(gate, tx, personId, state))) return false;
    const action = state === 'suspended' ? 'person.suspend' : 'person.resume';
    await recordOperationIn(gate, tx, { action, outcome: 'success', personId });
    return true;
  });
  // Also when nothing changed: the run before may have died right here.
  await publishRestrictions(gate);
  return changed;
}
