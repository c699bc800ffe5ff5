import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import * as argon2 from '@node-rs/argon2';
import * as bcrypt from '@node-rs/bcrypt';
import { ARGON2ID, needsRehash, readHash, type HashSettings } from './password-parameters.ts';

/** `secret` is what the pepper made of the password. */
export type HashTask = { readonly secret: string; readonly settings: HashSettings } & (
  { readonly kind: 'hash' } | { readonly kind: 'check'; readonly stored: string }
);

export interface Hashed {
  readonly matches: boolean;
  /** By these settings: a new hash, or one to put in the place of a stored one that was made by others. */
  readonly hash: string | undefined;
}

// On Linux a thread has a priority of its own: whoever is signed in goes before whoever signs in. Elsewhere this would
// lower the whole process.
if (process.platform === 'linux') setPriority(0, 5);

/** Hashes on a thread of its own: asynchronous bcrypt would take the thread pool that file access needs. */
parentPort?.on('message', (task: HashTask | null) => {
  if (task === null) parentPort?.close();
  else parentPort?.postMessage(run(task), []);
});

function run(task: HashTask): { readonly result?: Hashed } {
  try {
    return { result: task.kind === 'hash' ? { matches: true, hash: hash(task) } : check(task) };
  } catch {
    // Their messages could quote the hash; that it failed is all that the caller needs.
    return {};
  }
}

function check(task: HashTask & { readonly kind: 'check' }): Hashed {
  const { secret, stored, settings } = task;
  const isArgon2 = readHash(stored)?.kind === 'argon2id';
  const matches = isArgon2 ? argon2.verifySync(stored, secret) : bcrypt.verifySync(secret, stored);
  const isOld = matches && needsRehash(stored, settings);
  return { matches, hash: isOld ? hash(task) : undefined };
}

function hash({ secret, settings }: HashTask): string {
  if (settings.kind === 'argon2id') return argon2.hashSync(secret, ARGON2ID);
  return bcrypt.hashSync(secret, { cost: settings.bcryptCost });
}
