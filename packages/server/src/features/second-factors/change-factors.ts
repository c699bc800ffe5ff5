import { randomBytes } from 'node:crypto';
import type { Session } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import type { AccountScope, AccountTools } from '../../gate/index.ts';
import { setSecondFactor } from '../accounts/index.ts';
import { asProven, endSessionsOf, ownSession, provenBy, startSession } from '../sessions/index.ts';
import { deleteRecoveryCodes, deleteTotp, readTotp, replaceRecoveryCodes } from './factor-store.ts';
import { deletePasskeys, listPasskeys } from './passkey-store.ts';
import { newRecoveryCodes, typedRecoveryCode } from './recovery-code-rules.ts';

/** Authenticator app and passkeys that can be shown now. Recovery codes stand for them, and are none. */
export async function countFactors(tx: Tx, personId: string): Promise<number> {
  const totp = await readTotp(tx, personId);
  const passkeys = await listPasskeys(tx, personId);
  return passkeys.length + (totp?.confirmedAt == null ? 0 : 1);
}

interface FactorsChange {
  readonly secondFactor: SecondFactor;
  readonly factor: 'totp' | 'passkey';
  /** Adding one shows it; removing one shows nothing. */
  readonly change: 'added' | 'removed';
}

/**
 * What follows every change: the account asks for what it has, its owner is told, every other session ends, and this
 * one goes on as a new one.
 */
export async function factorsChanged(
  scope: AccountScope,
  { secondFactor, factor, change }: FactorsChange,
): Promise<Session> {
  const { tx, personId, gate, vault } = scope;
  const caller = ownSession(scope);
  await setSecondFactor(gate, tx, { personId, secondFactor });
  const template = `factor-${change}` as const;
  await gate.mail.queue(tx, { to: { personId }, template, values: { factor } });
  await endOthers(scope);
  const proven = change === 'added' ? provenBy(caller, factor) : asProven(caller);
  const proved = { vault, role: caller.role, secondFactor, ...proven };
  const started = await startSession(scope, tx, proved);
  scope.setCookies(started.cookies);
  return started.session;
}

export async function endOthers(scope: AccountScope): Promise<void> {
  const { tx, personId, now } = scope;
  const { sessionId } = ownSession(scope);
  await endSessionsOf(tx, { personId, except: sessionId, reason: 'factor-changed', now });
}

/** Ten, shown once; those before open nothing any more. */
export async function makeNewRecoveryCodes(scope: AccountScope): Promise<string[]> {
  const { tx, personId, gate, now } = scope;
  const codes = newRecoveryCodes(randomBytes);
  const hashes = codes.map((code) =>
    gate.hashes.recoveryCode(personId, typedRecoveryCode(code) ?? ''),
  );
  await replaceRecoveryCodes(tx, { personId, hashes, now });
  return [...codes];
}

/** For whoever lost them all, when the way around is over. Sign-ins ask for none from then on. */
export async function removeAllFactors(
  gate: Pick<AccountTools, 'hashes'>,
  tx: Tx,
  personId: string,
): Promise<void> {
  await deleteTotp(tx, personId);
  await deletePasskeys(tx, personId);
  await deleteRecoveryCodes(tx, personId);
  await setSecondFactor(gate, tx, { personId, secondFactor: 'none' });
}
