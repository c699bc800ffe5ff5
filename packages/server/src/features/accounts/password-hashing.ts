import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Refusal, type Gate } from '../../gate/index.ts';
import type { PasswordTask } from './password-worker.ts';

/** Cost 12: about a fifth of a second of one core for each guess. */
const COST = 12;
/** More waiting sign-ins than that are told to come back: nobody waits longer than some seconds. */
const QUEUE_MOST = 32;

export interface PasswordHashing {
  hash(hashes: Gate['hashes'], account: { personId: string; password: string }): Promise<string>;
  /** With no stored hash the same work is done, so that the time does not tell whether an account exists. */
  verify(
    hashes: Gate['hashes'],
    password: string,
    stored: { readonly personId: string; readonly passwordHash: string } | undefined,
  ): Promise<boolean>;
  close(): Promise<void>;
}

/** bcrypt over the peppered HMAC of the password, on threads of its own, with a bounded queue. */
export function startPasswordHashing(): PasswordHashing {
  const pool = new WorkerPool(Math.max(1, availableParallelism() - 1));
  const dummy = pool.run({ kind: 'hash', secret: 'no account has this hash', cost: COST });
  // Whoever needs it awaits it and gets its error; nobody may need it before the pool closes.
  dummy.catch(() => undefined);
  return {
    hash: async (hashes, { personId, password }) => {
      const secret = hashes.password(personId, password);
      return asString(await pool.run({ kind: 'hash', secret, cost: COST }));
    },
    verify: async (hashes, password, stored) => {
      const hash = stored?.passwordHash ?? asString(await dummy);
      const secret = hashes.password(stored?.personId ?? 'nobody', password);
      const matches = await pool.run({ kind: 'verify', secret, hash });
      return stored !== undefined && matches === true;
    },
    close: () => pool.close(),
  };
}

interface Waiting {
  resolve(result: string | boolean): void;
  reject(error: Error): void;
}

class WorkerPool {
  readonly #workers: readonly Worker[];
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;

  constructor(size: number) {
    this.#workers = Array.from({ length: size }, () => this.#start());
  }

  run(task: PasswordTask): Promise<string | boolean> {
    if (this.#waiting.size >= QUEUE_MOST) {
      return Promise.reject(
        new Refusal(
          'too_many_requests',
          'Many people are signing in right now. Try again in a few seconds.',
        ),
      );
    }
    const id = this.#nextId++;
    const worker = this.#workers[id % this.#workers.length];
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker?.postMessage({ id, task }, []);
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    for (const waiting of this.#waiting.values())
      waiting.reject(new Error('password hashing was stopped'));
    this.#waiting.clear();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./password-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (answer: { id: number; result?: string | boolean }) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.result === undefined) waiting?.reject(new Error('bcrypt refused its input'));
      else waiting?.resolve(answer.result);
    });
    return worker;
  }
}

function asString(result: string | boolean): string {
  if (typeof result !== 'string') throw new TypeError('expected a hash');
  return result;
}
