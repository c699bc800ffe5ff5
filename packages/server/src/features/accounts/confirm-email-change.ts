import { confirmEmailChange as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { DatabaseError } from '../../db/database-error.ts';
import type { Tx } from '../../db/tx.ts';
import { plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { findAccount, lockAccount, readAccounts, writeEmail } from './account-store.ts';
import { linkInvalid } from './link-invalid.ts';
import { spendOneTimeToken, voidOneTimeTokens } from './one-time-token-store.ts';
import { openOneTimeToken, type OpenedToken } from './one-time-token.ts';

/** Whoever opens the link has the new mailbox; that it is meant for this account was sealed with the link. */
export const confirmEmailChange: Route = plainRoute({
  endpoint,
  handle: async (request, { body }) => {
    const token = await request.read((tx) =>
      openOneTimeToken(request, tx, 'email-change', body.token),
    );
    if (token === undefined) throw linkInvalid();
    try {
      await request.commit(async (tx, _caller, event) => {
        event.about(token.detail.personId);
        await changeEmail(request, tx, token);
      });
    } catch (error) {
      // Somebody else made an account with this address at the same moment.
      if (error instanceof DatabaseError && error.code === 'unique_violation') throw linkInvalid();
      throw error;
    }
    return { body: null };
  },
});

async function changeEmail(
  request: PlainRequest,
  tx: Tx,
  { tokenHash, detail }: OpenedToken<'email-change'>,
): Promise<void> {
  const { gate, now, client } = request;
  const { personId, email } = detail;
  const locked = await lockAccount(tx, personId);
  const isSpent = await spendOneTimeToken(tx, tokenHash, now);
  const emailIndex = gate.hashes.email(email);
  const holder = await findAccount(tx, emailIndex);
  const isTaken = holder !== undefined && holder.personId !== personId;
  const vault = await request.unlockAccount(tx, personId);
  const [account] = await readAccounts(tx, [personId]);
  if (!isSpent || isTaken || locked?.state !== 'active') throw linkInvalid();
  if (vault === undefined || account === undefined) throw linkInvalid();
  const before = vault.open(PROFILE_NAME, account.profile);
  const profile = vault.seal(PROFILE_NAME, { ...before, email });
  await writeEmail(tx, { personId, emailIndex, profile });
  // A reset that was asked for at the old address.
  await voidOneTimeTokens(tx, personId, ['password-reset', 'email-change']);
  const { language = client.language } = before;
  const to = { address: before.email, language };
  await gate.mail.queue(tx, { to, template: 'email-changed', values: {} });
}
