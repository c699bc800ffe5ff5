import type { AccountTools } from '../../gate/index.ts';
import type { PasswordHashing } from './password-hashing.ts';

/** For whom a password is chosen, and what it must not be made of. */
export interface PasswordOwner {
  readonly personId: string;
  readonly email: string;
  readonly displayName: string;
  /** Whether sign-ins ask for more than the password, now or as soon as it is set up. */
  readonly hasSecondFactor: boolean;
}

/**
 * The hash of a new password that the policy lets pass. Slow, and outside any transaction.
 * @throws {@link Refusal} `password_refused`, `too_many_requests`
 */
export async function choosePassword(
  passwords: PasswordHashing,
  { hashes }: Pick<AccountTools, 'hashes'>,
  owner: PasswordOwner,
  password: string,
): Promise<string> {
  await passwords.policy.admit({ ...owner, password });
  return passwords.hash(hashes, { personId: owner.personId, password });
}
