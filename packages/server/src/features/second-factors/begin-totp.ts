import { beginTotp as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME, TOTP_NAME } from '../../db/sealed-columns.ts';
import { ownPerson, phiRoute } from '../../gate/index.ts';
import { readTotp, writePendingTotp } from './factor-store.ts';
import { newTotpSecret, totpUri } from './totp-rules.ts';
import { lockTrustedAccount } from './trusted-account.ts';

/** A secret that counts once a code of it was shown; the app before goes on until then. */
export const beginTotp = phiRoute({
  endpoint,
  opens: 'account',
  person: ownPerson,
  handle: async ({ tx, personId, vault, gate, now }) => {
    const account = await lockTrustedAccount(gate, tx, personId);
    const current = await readTotp(tx, personId);
    const secret = newTotpSecret();
    const detail =
      current?.confirmedAt == null
        ? { secret }
        : { secret: vault.open(TOTP_NAME, current.sealed).secret, pending: secret };
    await writePendingTotp(tx, { personId, sealed: vault.seal(TOTP_NAME, detail), now });
    const { email } = vault.open(PROFILE_NAME, account.profile);
    return { secret, uri: totpUri(secret, email) };
  },
});
