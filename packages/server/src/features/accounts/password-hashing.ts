import { availableParallelism } from 'node:os';
import type { Gate } from '../../gate/index.ts';
import type { HashSettings } from './password-parameters.ts';
import { passwordPolicy, type PasswordPolicy } from './password-policy.ts';
import { PasswordDoor } from './password-door.ts';
import type { Lane } from './password-lanes.ts';
import { PasswordThreads } from './password-threads.ts';
import type { HashTask, Hashed } from './password-worker.ts';

export interface StoredPassword {
  readonly personId: string;
  readonly passwordHash: string;
}

export interface CheckedPassword {
  readonly matches: boolean;
  /** The same password by the settings of today: to be stored in the place of the hash that was read. */
  readonly rehashed?: string;
}

/** What the pepper makes of a password. */
type Peppers = Pick<Gate['hashes'], 'password'>;

export interface PasswordHashing {
  /** What a new password must be. */
  readonly policy: PasswordPolicy;
  /** @throws {@link Refusal} `too_many_requests` when too many are waiting, as `check` and `before`. */
  hash(
    hashes: Peppers,
    account: { readonly personId: string; readonly password: string },
  ): Promise<string>;
  /**
   * Whether a password is right; with a newer hash, where there should be one. With no stored hash the same work is done, so
   * that the time does not tell whether an account exists.
   */
  check(
    hashes: Peppers,
    guess: {
      readonly password: string;
      readonly stored: StoredPassword | undefined;
      readonly isKnownDevice: boolean;
    },
  ): Promise<CheckedPassword>;
  /**
   * What has to be read before a password is checked: a few at a time.
   * @param lane - As it looks from outside: `known` with any device cookie.
   */
  before<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Of each thread and lane: at a fifth of a second for each, nobody waits longer than some seconds. */
const WAITING_MOST = 32;

/** A slow hash over the peppered HMAC of the password, on threads of its own: one core is left to those who are signed in. */
export function startPasswordHashing(settings: HashSettings): PasswordHashing {
  const threads = Math.max(1, availableParallelism() - 1);
  const pool = new PasswordThreads<HashTask, Hashed>({
    script: new URL('./password-worker.ts', import.meta.url),
    threads,
    waitingMost: WAITING_MOST * threads,
  });
  const doors: Record<Lane, PasswordDoor> = {
    known: doorBefore(pool, 'known'),
    stranger: doorBefore(pool, 'stranger'),
  };
  const dummy = pool.run({ kind: 'hash', secret: 'no account has this hash', settings }, 'known');
  // Whoever needs it awaits it and gets its error; nobody may need it before the pool closes.
  dummy.catch(() => undefined);
  const check: PasswordHashing['check'] = async (hashes, guess) => {
    const { password, stored, isKnownDevice } = guess;
    const hash = stored?.passwordHash ?? asString((await dummy).hash);
    const secret = hashes.password(stored?.personId ?? 'nobody', password);
    const task = { kind: 'check', secret, stored: hash, settings } as const;
    const checked = await pool.run(task, isKnownDevice ? 'known' : 'stranger');
    const matches = stored !== undefined && checked.matches;
    return { matches, ...(checked.hash === undefined ? {} : { rehashed: checked.hash }) };
  };
  return {
    policy: passwordPolicy,
    hash: async (hashes, { personId, password }) => {
      const secret = hashes.password(personId, password);
      return asString((await pool.run({ kind: 'hash', secret, settings }, 'stranger')).hash);
    },
    check,
    before: (lane, work) => doors[lane].enter(work),
    close: () => pool.close(),
  };
}

function doorBefore(pool: PasswordThreads<HashTask, Hashed>, lane: Lane): PasswordDoor {
  return new PasswordDoor({ atOnce: 2, waitingMost: 32, isFullBehind: () => pool.isFull(lane) });
}

function asString(hash: string | undefined): string {
  if (hash === undefined) throw new TypeError('expected a hash');
  return hash;
}
