import { requestEmailChange as endpoint } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import { Refusal, ownPerson, phiRoute, type AccountScope, type Route } from '../../gate/index.ts';
import { findAccount, readAccounts } from './account-store.ts';
import { issueOneTimeToken } from './one-time-token.ts';
import { voidOneTimeTokens } from './one-time-token-store.ts';

const CHANGE_MS = 24 * 60 * 60_000;

/**
 * Nothing changes until the link that goes to the new address is opened. The answer is the same whether that address has
 * an account or not; its owner is told.
 */
export function requestEmailChange(publicUrl: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'account',
    person: ownPerson,
    handle: async (scope, { body: { email } }) => {
      if (!scope.gate.mail.isOn) throw noMail();
      await sendLink(scope, publicUrl(), email);
      return null;
    },
  });
}

async function sendLink(scope: AccountScope, publicUrl: string, email: string): Promise<void> {
  const { tx, gate, now, personId, vault } = scope;
  const [account] = await readAccounts(tx, [personId]);
  if (account === undefined) throw new Refusal('not_found', 'There is no account.');
  const { language = scope.client.language } = vault.open(PROFILE_NAME, account.profile);
  const holder = await findAccount(tx, gate.hashes.email(email));
  // Another spelling of the own address is none that is taken.
  const isTaken = holder !== undefined && holder.personId !== personId;
  await voidOneTimeTokens(tx, personId, ['email-change']);
  const token = await issueOneTimeToken(scope, tx, {
    purpose: 'email-change',
    expiresAt: new Date(now.getTime() + CHANGE_MS),
    personId,
    detail: { personId, email },
  });
  const to = { address: email, language };
  if (isTaken) {
    const values = { link: `${publicUrl}/sign-in` };
    await gate.mail.queue(tx, { to, template: 'already-registered', values });
  } else {
    const values = { link: `${publicUrl}/email-change#${token}` };
    await gate.mail.queue(tx, { to, template: 'email-change', values });
  }
}

function noMail(): Refusal {
  return new Refusal(
    'not_supported',
    'This server sends no e-mail, so a new address can’t be confirmed. The operator can set a mail server.',
  );
}
