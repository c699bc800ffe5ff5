import type { Tx } from '../../db/tx.ts';
import { Refusal, type PlainRequest } from '../../gate/index.ts';
import { beginGuess, countByAddress, forgetGuesses, takeBackGuess } from '../throttle/index.ts';
import type { CheckedPassword, PasswordHashing, StoredPassword } from './password-hashing.ts';

export interface PasswordGuess<Account extends StoredPassword> {
  readonly password: string;
  /** What is guessed at, whether it exists or not: the index of an e-mail address in hex, a person's id. */
  readonly target: string;
  readonly find: (tx: Tx) => Promise<Account | undefined>;
  /** Whom no password lets in: theirs is not even compared, with the work and the count of a wrong one. Everybody unless said. */
  readonly admits?: (account: Account) => boolean;
}

export interface GuessedPassword<Account> extends CheckedPassword {
  readonly account: Account | undefined;
  /** Forgets the wrong guesses before a right one; in the transaction in which it opens something. */
  forgetGuesses(tx: Tx): Promise<void>;
}

/**
 * Counts the guess, and only then hashes it: the one road for every password that somebody types to prove who they are.
 * Slow, and outside any transaction.
 * @throws {@link Refusal} `too_many_requests` with Retry-After: after ten wrong ones, or when too many are waiting.
 */
export async function guessPassword<Account extends StoredPassword>(
  passwords: PasswordHashing,
  request: PlainRequest,
  { password, target, find, admits = () => true }: PasswordGuess<Account>,
): Promise<GuessedPassword<Account>> {
  const lane = request.client.deviceToken === undefined ? 'stranger' : 'known';
  const { account, guess } = await passwords.before(lane, () =>
    request.read(async (tx) => {
      const account = await find(tx);
      const at = { kind: 'password', target, personId: account?.personId } as const;
      return { account, guess: await beginGuess(request, tx, at) };
    }),
  );
  const { isKnownDevice } = guess;
  try {
    const stored = account !== undefined && admits(account) ? account : undefined;
    const checked = await passwords.check(request.gate.hashes, { password, stored, isKnownDevice });
    if (!checked.matches) await request.read((tx) => countByAddress(request, tx, guess));
    return { ...checked, account, forgetGuesses: (tx) => forgetGuesses(tx, guess) };
  } catch (error) {
    // The queue was full: a try that nobody looked at is none.
    if (error instanceof Refusal && error.isOverload)
      await request.read((tx) => takeBackGuess(tx, guess));
    throw error;
  }
}
