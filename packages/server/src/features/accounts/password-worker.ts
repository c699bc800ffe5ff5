import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/bcrypt';

/** bcrypt on a thread of its own: asynchronous bcrypt would take the thread pool that file access needs. */
export type PasswordTask =
  | { readonly kind: 'hash'; readonly secret: string; readonly cost: number }
  | { readonly kind: 'verify'; readonly secret: string; readonly hash: string };

parentPort?.on('message', ({ id, task }: { id: number; task: PasswordTask }) => {
  parentPort?.postMessage({ id, ...run(task) }, []);
});

function run(
  task: PasswordTask,
): { readonly result: string | boolean } | { readonly failed: true } {
  try {
    if (task.kind === 'hash') return { result: hashSync(task.secret, { cost: task.cost }) };
    return { result: verifySync(task.secret, task.hash) };
  } catch {
    // bcrypt's messages could quote the hash; that it failed is all that the caller needs.
    return { failed: true };
  }
}
