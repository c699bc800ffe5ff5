import { proveByCode as endpoint, type ProofMethod } from '@wardkeep/contract';
import { TOTP_NAME } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest } from '../../gate/index.ts';
import type { PersonVault } from '../../vault/index.ts';
import { endRecovery } from '../account-recovery/index.ts';
import { ownSession, provenBy, startSession } from '../sessions/index.ts';
import { beginGuess, forgetGuesses } from '../throttle/index.ts';
import { countRecoveryCodes, readTotp, useRecoveryCode, useTotpStep } from './factor-store.ts';
import { typedRecoveryCode } from './recovery-code-rules.ts';
import { totpStep } from './totp-rules.ts';
import { lockTrustedAccount } from './trusted-account.ts';

/** A plain route: a wrong code is counted, and what counts it must not be rolled back with the refusal. */
export const proveByCode = plainRoute({
  endpoint,
  ownAccount: true,
  handle: async (request, { body }) => {
    const guess = await request.read((tx, caller) =>
      beginGuess(request, tx, { kind: 'code', target: ownSession({ caller }).personId }),
    );
    const { session, cookies } = await request.commit(async (tx, caller) => {
      const own = ownSession({ caller });
      const { personId, role } = own;
      const { secondFactor } = await lockTrustedAccount(request.gate, tx, personId);
      const vault = await request.unlockAccount(tx, personId);
      const method = vault && (await useCode(request, tx, vault, body.code));
      if (vault === undefined || method === undefined) throw wrong();
      await forgetGuesses(tx, guess);
      await endRecovery(request, tx, personId);
      return startSession(request, tx, { vault, role, secondFactor, ...provenBy(own, method) });
    });
    return { body: session, cookies };
  },
});

/** What kind of code it is; undefined for one that opens nothing, or nothing any more. */
async function useCode(
  request: PlainRequest,
  tx: Tx,
  vault: PersonVault<'account'>,
  code: string,
): Promise<Extract<ProofMethod, 'totp' | 'recovery-code'> | undefined> {
  const recoveryCode = typedRecoveryCode(code);
  if (recoveryCode !== undefined)
    return (await spendRecoveryCode(request, tx, vault.personId, recoveryCode))
      ? 'recovery-code'
      : undefined;
  const totp = await readTotp(tx, vault.personId);
  if (totp?.confirmedAt == null) return undefined;
  const { secret } = vault.open(TOTP_NAME, totp.sealed);
  const step = totpStep(secret, code, request.now);
  if (step === undefined || !(await useTotpStep(tx, vault.personId, step))) return undefined;
  return 'totp';
}

async function spendRecoveryCode(
  { gate, now }: PlainRequest,
  tx: Tx,
  personId: string,
  code: string,
): Promise<boolean> {
  const hash = gate.hashes.recoveryCode(personId, code);
  if (!(await useRecoveryCode(tx, { personId, hash, now }))) return false;
  const values = { left: String(await countRecoveryCodes(tx, personId)) };
  await gate.mail.queue(tx, { to: { personId }, template: 'recovery-code-used', values });
  return true;
}

function wrong(): Refusal {
  return new Refusal(
    'code_wrong',
    'This code is wrong, was used before, or is too old. Take the newest one that the app shows, or a recovery code that you have not used.',
    { errors: [{ path: 'code', message: 'is not a code that counts now' }] },
  );
}
