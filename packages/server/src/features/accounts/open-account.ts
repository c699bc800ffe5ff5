import { randomUUID } from 'node:crypto';
import { PersonId, isStaff, type Language, type Role } from '@wardkeep/contract';
import { PROFILE_NAME } from '../../db/sealed-columns.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, type PlainRequest } from '../../gate/index.ts';
import type { PersonVault } from '../../vault/index.ts';
import { startSession, type StartedSession } from '../sessions/index.ts';
import { insertAccount } from './account-store.ts';
import { choosePassword } from './choose-password.ts';
import type { PasswordHashing } from './password-hashing.ts';

export interface AccountForm {
  readonly email: string;
  readonly displayName: string;
  readonly language?: Language | undefined;
}

export interface NewAccountSecrets {
  readonly personId: PersonId;
  readonly passwordHash: string;
}

/**
 * Who the person will be, and the hash that only they can have. Slow, and outside any transaction.
 * @param form.personId - Of somebody who has a chart already.
 * @throws {@link Refusal} `password_refused`
 */
export async function newAccount(
  passwords: PasswordHashing,
  request: PlainRequest,
  form: AccountForm & {
    readonly password: string;
    readonly role: Role;
    readonly personId?: PersonId;
  },
): Promise<NewAccountSecrets> {
  const { personId = PersonId.parse(randomUUID()) } = form;
  const hasSecondFactor = isStaff(form.role);
  const { email, displayName, password } = form;
  const owner = { personId, email, displayName, hasSecondFactor };
  return { personId, passwordHash: await choosePassword(passwords, request.gate, owner, password) };
}

/**
 * Makes the person, seals who they are under their own new key, and signs them in.
 * @param account.vault - Of somebody who is there already; they keep their keys.
 * @throws {@link Refusal} `whenTaken`, or `email_unavailable`, when the address has an account already: nothing is left.
 */
export async function openAccount(
  request: PlainRequest,
  tx: Tx,
  form: AccountForm,
  account: NewAccountSecrets & {
    readonly role: Role;
    readonly whenTaken?: Refusal;
    readonly vault?: PersonVault<'account'>;
  },
): Promise<StartedSession> {
  const { personId, role, whenTaken = emailUnavailable() } = account;
  const vault = account.vault ?? (await request.enrol(tx, personId));
  const inserted = await insertAccount(tx, {
    personId,
    role,
    emailIndex: request.gate.hashes.email(form.email),
    profile: vault.seal(PROFILE_NAME, {
      email: form.email,
      displayName: form.displayName,
      language: form.language ?? request.client.language,
    }),
    passwordHash: account.passwordHash,
    mac: request.gate.hashes.account({ personId, role, state: 'active', secondFactor: 'none' }),
    createdAt: request.now,
  });
  if (!inserted) throw whenTaken;
  return startSession(request, tx, {
    vault,
    role,
    secondFactor: 'none',
    methods: ['password'],
  });
}

function emailUnavailable(): Refusal {
  return new Refusal(
    'email_unavailable',
    'This e-mail address can’t be used for a new account. Sign in, or use another one.',
  );
}
