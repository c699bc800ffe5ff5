import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { ClusterSettings } from '../db/cluster-roles.ts';

export interface ClusterProcess {
  /** Rejects if the process ends before. */
  readonly started: Promise<{ readonly settings: ClusterSettings; readonly pid: number }>;
  /** `kill -9` of the supervising Node alone: PostgreSQL lives on. */
  kill(): Promise<void>;
}

const script = join(import.meta.dirname, 'cluster-process-main.ts');

/** Supervises a cluster in a Node of its own, so that a test can kill that. */
export function spawnClusterProcess(directory: string): ClusterProcess {
  const child = spawn(process.execPath, [script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const started = Promise.race([firstLine(child), failure(exited)]);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { started, kill };
}

async function firstLine(child: ChildProcess): Promise<{ settings: ClusterSettings; pid: number }> {
  if (child.stdout === null) throw new Error('the process has no output');
  const [line]: unknown[] = await once(createInterface(child.stdout), 'line');
  // `as`: written by that script
  return JSON.parse(String(line)) as { settings: ClusterSettings; pid: number };
}

async function failure(exited: Promise<unknown[]>): Promise<never> {
  const [code, signal] = await exited;
  throw new Error(`the supervising process ended with ${String(code ?? signal)}`);
}
