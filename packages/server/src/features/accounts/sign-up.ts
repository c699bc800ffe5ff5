import { signUp as endpoint, type BodyOf, type SignUpMode } from '@wardkeep/contract';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { isSetUp } from '../system/index.ts';
import { findAccount } from './account-store.ts';
import { issueOneTimeToken } from './one-time-token.ts';
import { newAccount, openAccount, type NewAccountSecrets } from './open-account.ts';
import type { PasswordHashing } from './password-hashing.ts';

export interface SignUpParts {
  readonly passwords: PasswordHashing;
  readonly publicUrl: () => string;
  readonly mode: SignUpMode;
}

const CONFIRMATION_MS = 24 * 60 * 60_000;

export function signUp({ passwords, publicUrl, mode }: SignUpParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      // Nobody's data may exist before a recovery kit does.
      if (!(await request.read(isSetUp)))
        throw new Refusal('set_up_needed', 'The administrator has not finished setting up yet.');
      if (mode === 'invited') throw closed();
      const account = await newAccount(passwords, request, { ...body, role: 'patient' });
      if (mode === 'confirmed') {
        await sendConfirmation(request, publicUrl(), body, account);
        return { body: { session: null } };
      }
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const started = await openAccount(request, tx, body, { ...account, role: 'patient' });
        event.about(started.session.personId);
        return started;
      });
      return { body: { session }, cookies };
    },
  });
}

/**
 * The same work and the same answer whether the address has an account or not: one hash, one link, one e-mail. The link
 * of an address that has one is told to nobody.
 */
async function sendConfirmation(
  request: PlainRequest,
  publicUrl: string,
  form: BodyOf<typeof endpoint>,
  account: NewAccountSecrets,
): Promise<void> {
  const { gate, now, client } = request;
  const { email, displayName, language = client.language } = form;
  await request.commit(async (tx) => {
    const isTaken = (await findAccount(tx, gate.hashes.email(email))) !== undefined;
    const token = await issueOneTimeToken(request, tx, {
      purpose: 'sign-up',
      expiresAt: new Date(now.getTime() + CONFIRMATION_MS),
      personId: account.personId,
      detail: { ...account, email, displayName, language },
    });
    const to = { address: email, language };
    if (isTaken) {
      const values = { link: `${publicUrl}/sign-in` };
      await gate.mail.queue(tx, { to, template: 'already-registered', values });
    } else {
      const values = { link: `${publicUrl}/confirm#${token}` };
      await gate.mail.queue(tx, { to, template: 'confirm-sign-up', values });
    }
  });
}

function closed(): Refusal {
  return new Refusal(
    'sign_up_closed',
    'Accounts are made by invitation here. Ask an administrator for one.',
  );
}
