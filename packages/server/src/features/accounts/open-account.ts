import type { Role } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type PlainRequest } from '../../gate/index.ts';
import { startSession, type StartedSession } from '../sessions/index.ts';
import { insertAccount } from './account-store.ts';

export interface AccountForm {
  readonly email: string;
  readonly displayName: string;
}

/** Makes the person, seals who they are under their own new key, and signs them in. */
export async function openAccount(
  request: PlainRequest,
  tx: Tx,
  form: AccountForm,
  account: { readonly role: Role; readonly passwordHash: string },
): Promise<StartedSession> {
  const vault = await request.enrol(tx);
  const inserted = await insertAccount(tx, {
    personId: vault.personId,
    role: account.role,
    emailIndex: request.gate.hashes.email(form.email),
    profile: vault.seal('profile', { email: form.email, displayName: form.displayName }),
    passwordHash: account.passwordHash,
    createdAt: request.now,
  });
  if (!inserted) {
    throw new Refusal(
      'email_unavailable',
      'This e-mail address can’t be used for a new account. Sign in, or use another one.',
    );
  }
  return startSession(request, tx, { personId: vault.personId, role: account.role });
}
