import { ownerWords } from '@wardkeep/contract';
import { Refusal } from '../../gate/index.ts';
import type { PasswordOwner } from './choose-password.ts';
import { lengthProblem } from './password-length.ts';
import { WEAKNESS_WORDS, type Weakness } from './password-rules.ts';
import { PasswordThreads } from './password-threads.ts';
import type { StrengthTask } from './password-strength-worker.ts';

export interface CandidatePassword extends Omit<PasswordOwner, 'personId'> {
  readonly password: string;
}

/** What a new password must be: NIST SP 800-63B-4 §3.1.1.2, with an estimate on top. An old one is never asked again. */
export interface PasswordPolicy {
  /** @throws {@link Refusal} `password_refused` that says why and what to do; `too_many_requests` when many wait. */
  admit(candidate: CandidatePassword): Promise<void>;
}

const WAITING_MOST = 32;

/** The process's one: its dictionaries take a second to read and 50 MB to keep. It starts with the first password, and ends with the process. */
const thread = new PasswordThreads<StrengthTask, Weakness | null>({
  script: new URL('./password-strength-worker.ts', import.meta.url),
  threads: 1,
  waitingMost: WAITING_MOST,
});

export const passwordPolicy: PasswordPolicy = {
  admit: async (candidate) => {
    const { password, hasSecondFactor } = candidate;
    const length = lengthProblem(password, hasSecondFactor);
    if (length !== undefined) throw refused(length);
    const words = ownerWords(candidate.email, candidate.displayName);
    const weakness = await thread.run({ password, words }, 'stranger');
    if (weakness !== null) {
      throw refused(
        `${WEAKNESS_WORDS[weakness]}: take four or more words that have nothing to do with each other or with you, or let a password manager make one`,
      );
    }
  },
};

function refused(message: string): Refusal {
  return new Refusal('password_refused', `This password can’t be used: it ${message}.`, {
    errors: [{ path: 'password', message }],
  });
}
