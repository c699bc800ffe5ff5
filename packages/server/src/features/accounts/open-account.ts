import { randomUUID } from 'node:crypto';
import { PersonId, type Role } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type PlainRequest } from '../../gate/index.ts';
import { startSession, type StartedSession } from '../sessions/index.ts';
import { insertAccount } from './account-store.ts';
import type { PasswordHashing } from './password-hashing.ts';

export interface AccountForm {
  readonly email: string;
  readonly displayName: string;
}

export interface NewAccountSecrets {
  readonly personId: PersonId;
  readonly passwordHash: string;
}

/** Who the person will be, and the hash that only they can have. Slow, and outside any transaction. */
export async function newAccount(
  passwords: PasswordHashing,
  request: PlainRequest,
  password: string,
): Promise<NewAccountSecrets> {
  const personId = PersonId.parse(randomUUID());
  return {
    personId,
    passwordHash: await passwords.hash(request.gate.hashes, { personId, password }),
  };
}

/** Makes the person, seals who they are under their own new key, and signs them in. */
export async function openAccount(
  request: PlainRequest,
  tx: Tx,
  form: AccountForm,
  account: NewAccountSecrets & { readonly role: Role },
): Promise<StartedSession> {
  const { personId, role } = account;
  const vault = await request.enrol(tx, personId);
  const inserted = await insertAccount(tx, {
    personId,
    role,
    emailIndex: request.gate.hashes.email(form.email),
    profile: vault.seal(PROFILE_NAME, { email: form.email, displayName: form.displayName }),
    passwordHash: account.passwordHash,
    mac: request.gate.hashes.account({ personId, role, state: 'active' }),
    createdAt: request.now,
  });
  if (!inserted) {
    throw new Refusal(
      'email_unavailable',
      'This e-mail address can’t be used for a new account. Sign in, or use another one.',
    );
  }
  return startSession(request, tx, { personId, role });
}
