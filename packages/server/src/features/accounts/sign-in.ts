import { randomUUID, timingSafeEqual } from 'node:crypto';
import { signIn as endpoint, type ProblemCode } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import { Refusal, plainRoute, type PlainRequest, type Route } from '../../gate/index.ts';
import { startSession, type StartedSession } from '../sessions/index.ts';
import { findAccount, replacePasswordHash, type FoundAccount } from './account-store.ts';
import { guessPassword, type GuessedPassword } from './password-guess.ts';
import type { PasswordHashing } from './password-hashing.ts';

export interface SignInParts {
  readonly passwords: PasswordHashing;
  /**
   * The way around lost second factors, for an account that has some: true when it is open now, and is used up. From then
   * on the account has none.
   */
  readonly useRecovery: (request: PlainRequest, tx: Tx, account: FoundAccount) => Promise<boolean>;
}

/**
 * With a password. Whoever is unknown, wrong, suspended, deactivated or in none of the role's networks gets the same answer
 * after the same work.
 */
export function signIn(parts: SignInParts): Route {
  return plainRoute({
    endpoint,
    handle: async (request, { body }) => {
      const emailIndex = request.gate.hashes.email(body.email);
      const guessed = await guessPassword(parts.passwords, request, {
        password: body.password,
        target: emailIndex.toString('hex'),
        find: (tx) => findAccount(tx, emailIndex),
        admits: (account) => account.state === 'active' && !isElsewhere(request, account),
      });
      const { account, matches } = guessed;
      if (account === undefined || !matches)
        throw wrong(account?.personId, reasonOf(request, account));
      const { session, cookies } = await request.commit(async (tx, _caller, event) => {
        const current = await findAccount(tx, emailIndex, { lock: true });
        if (current === undefined || !isStill(request, account, current))
          throw wrong(account.personId);
        event.about(account.personId);
        const secondFactor = await secondFactorNow(parts, request, tx, current);
        if (secondFactor !== current.secondFactor) event.because('recovery-used');
        return enter(request, tx, guessed, { ...current, secondFactor });
      });
      return { body: session, cookies };
    },
  });
}

/** Where the role may not be signed in. */
function isElsewhere({ gate, client }: PlainRequest, { role }: FoundAccount): boolean {
  return !gate.sessionPolicy.allowsAddress(role, client.address);
}

/** For the audit log alone: the answer would tell a stranger that the address has an account. */
function reasonOf(request: PlainRequest, account: FoundAccount | undefined): ProblemCode {
  const isAway = account !== undefined && isElsewhere(request, account);
  return isAway ? 'address_not_allowed' : 'wrong_credentials';
}

/** While the password was hashed, it may have been changed and the account suspended; and nobody may have altered its row. */
function isStill({ gate }: PlainRequest, before: FoundAccount, now: FoundAccount): boolean {
  return (
    now.personId === before.personId &&
    now.state === 'active' &&
    now.passwordChangedAt.getTime() === before.passwordChangedAt.getTime() &&
    timingSafeEqual(gate.hashes.account(now), now.mac)
  );
}

/** What the account asks for, after a recovery that was approved and waited for. */
async function secondFactorNow(
  { useRecovery }: SignInParts,
  request: PlainRequest,
  tx: Tx,
  account: FoundAccount,
): Promise<SecondFactor> {
  const { secondFactor } = account;
  if (secondFactor === 'none') return 'none';
  return (await useRecovery(request, tx, account)) ? 'none' : secondFactor;
}

async function enter(
  request: PlainRequest,
  tx: Tx,
  guessed: GuessedPassword<FoundAccount>,
  { personId, role, secondFactor, passwordHash }: FoundAccount,
): Promise<StartedSession> {
  const vault = await request.unlockAccount(tx, personId);
  if (vault === undefined) throw wrong(personId);
  await guessed.forgetGuesses(tx);
  const after = guessed.rehashed;
  if (after !== undefined) await replacePasswordHash(tx, { personId, before: passwordHash, after });
  return startSession(request, tx, { vault, role, secondFactor, methods: ['password'] });
}

/**
 * One answer for an unknown address, a wrong password and an account that is shut. Its event is about somebody in any case:
 * that nobody has the random id costs the same query as that somebody has theirs.
 */
function wrong(personId: string = randomUUID(), reason?: ProblemCode): Refusal {
  return new Refusal('wrong_credentials', 'E-mail address or password is wrong.', {
    about: personId,
    ...(reason === undefined ? {} : { reason }),
  });
}
