import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { passwordEstimate } from './password-estimate.ts';

export interface StrengthTask {
  readonly password: string;
  /** Of its owner. */
  readonly words: readonly string[];
}

// A priority of this thread's own, on Linux; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(0, 5);

const estimate = passwordEstimate();

/** Judges passwords on a thread of its own: one takes longer than others may wait. */
parentPort?.on('message', (task: StrengthTask | null) => {
  if (task === null) parentPort?.close();
  else parentPort?.postMessage({ result: estimate(task.password, task.words) ?? null }, []);
});
