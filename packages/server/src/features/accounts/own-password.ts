import type { PlainRequest } from '../../gate/index.ts';
import { readPasswordHash } from './account-store.ts';
import { guessPassword } from './password-guess.ts';
import type { PasswordHashing } from './password-hashing.ts';

/**
 * Whether somebody who is signed in knows the password too. Slow, and outside any transaction.
 * @throws {@link Refusal} `too_many_requests` after too many wrong ones
 */
export function isOwnPassword(passwords: PasswordHashing) {
  return async (
    request: PlainRequest,
    account: { readonly personId: string; readonly password: string },
  ): Promise<boolean> => {
    const { personId, password } = account;
    const guessed = await guessPassword(passwords, request, {
      password,
      target: personId,
      find: async (tx) => {
        const passwordHash = await readPasswordHash(tx, personId);
        return passwordHash === undefined ? undefined : { personId, passwordHash };
      },
    });
    if (guessed.matches) await request.read((tx) => guessed.forgetGuesses(tx));
    return guessed.matches;
  };
}
