import { confirmTotp as endpoint } from '@wardkeep/contract';
import { TOTP_NAME } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute } from '../../gate/index.ts';
import { countFactors, factorsChanged, makeNewRecoveryCodes } from './change-factors.ts';
import { readTotp, writeConfirmedTotp } from './factor-store.ts';
import { totpStep } from './totp-rules.ts';
import { lockTrustedAccount } from './trusted-account.ts';

/** The first code says that the app has the secret; from then on sign-ins ask for one. */
export const confirmTotp = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async (scope, { body }) => {
    const { tx, personId, vault, gate, now } = scope;
    await lockTrustedAccount(gate, tx, personId);
    const isFirst = (await countFactors(tx, personId)) === 0;
    const stored = await readTotp(tx, personId);
    const detail = stored && vault.open(TOTP_NAME, stored.sealed);
    const secret = stored?.confirmedAt == null ? detail?.secret : detail?.pending;
    if (secret === undefined) throw nothingBegun();
    const step = totpStep(secret, body.code, now);
    if (step === undefined) throw wrongCode();
    const sealed = vault.seal(TOTP_NAME, { secret });
    await writeConfirmedTotp(tx, { personId, sealed, step, now });
    const recoveryCodes = isFirst ? await makeNewRecoveryCodes(scope) : null;
    const session = await factorsChanged(scope, {
      secondFactor: 'required',
      factor: 'totp',
      change: 'added',
    });
    return { session, recoveryCodes };
  },
});

function nothingBegun(): Refusal {
  return new Refusal(
    'code_wrong',
    'No authenticator app is being set up. Begin again, and scan the new code.',
    { errors: [{ path: 'code', message: 'belongs to nothing that was begun' }] },
  );
}

function wrongCode(): Refusal {
  return new Refusal(
    'code_wrong',
    'This is not the code that the app shows now: six digits, new every 30 seconds. Look again, and check that the clock of the device is right.',
    { errors: [{ path: 'code', message: 'is not the code of this moment' }] },
  );
}
