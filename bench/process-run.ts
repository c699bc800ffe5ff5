import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

/** What one process took. CPU and memory are those of GNU time, or unknown where there is none. */
export type ProcessRun = {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMiB: number;
};

/** Runs a program to its end; start-up is part of what it takes. */
export async function runProcess(command: readonly string[], scratch: string): Promise<ProcessRun> {
  const report = `${scratch}/time`;
  const timed = existsSync(gnuTime)
    ? [gnuTime, '-f', '%U %S %M', '-o', report, ...command]
    : command;
  const start = performance.now();
  await exitOf(timed);
  const seconds = (performance.now() - start) / 1000;
  if (timed === command) return { seconds, cpuSeconds: Number.NaN, peakMiB: Number.NaN };
  const [user, system, kibibytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  rmSync(report);
  return {
    seconds,
    cpuSeconds: (user ?? Number.NaN) + (system ?? Number.NaN),
    peakMiB: (kibibytes ?? Number.NaN) / 1024,
  };
}

export function node(program: string, ...args: readonly string[]): string[] {
  return [process.execPath, `${import.meta.dirname}/programs/${program}.ts`, ...args];
}

const gnuTime = '/usr/bin/time';

function exitOf([program = '', ...args]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code}: ${errors.slice(0, 500)}`));
    });
  });
}
