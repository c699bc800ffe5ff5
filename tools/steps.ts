/** Runs programs as the steps of a longer run, and leaves none of them behind. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '..');

export interface Step {
  readonly name: string;
  /** A script under node_modules or the repository, then its arguments; Node 24 runs it. */
  readonly command: readonly [script: string, ...args: string[]];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly step: Step;
  readonly ok: boolean;
  readonly seconds: number;
  /** What it wrote; empty when it wrote to the terminal itself. */
  readonly output: string;
}

/** Children run in process groups of their own, so that theirs end with them. */
const running = new Set<ChildProcess>();

/** @param shown - `live` writes to the terminal as it comes; `kept` returns it with the outcome. */
export function runStep(step: Step, shown: 'live' | 'kept'): Promise<Outcome> {
  const startedMs = performance.now();
  const [script, ...args] = step.command;
  const child = spawn(process.execPath, [path.join(repository, script), ...args], {
    cwd: repository,
    env: { ...process.env, ...step.environment },
    stdio: shown === 'live' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      stop(child);
      const seconds = (performance.now() - startedMs) / 1000;
      resolve({ step, ok: code === 0, seconds, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Ends what is still running when this run is interrupted, then this run. */
export function stopStepsWhenInterrupted(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      for (const child of running) stop(child);
      process.exit(130);
    });
  }
}

/** Ends a step's whole group: a test that failed may have left a server or a database. */
function stop(child: ChildProcess): void {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch (error) {
    // Nothing of the group is left, which is the rule.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
