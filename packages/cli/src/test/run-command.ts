import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createProgress } from '../progress.ts';
import { run } from '../run.ts';

export const BIN = join(import.meta.dirname, '../../bin/wardkeep.mjs');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Of a run with `--json`. */
  // oxlint-disable-next-line no-explicit-any -- tests read documents of every shape; a wrong member fails the test
  readonly json: any;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** One command line, in this process: a new one for each would take most of the time. */
export async function runCommand(
  args: readonly string[],
  { environment = {}, input = '' }: RunOptions = {},
): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const both = Promise.all([text(stdout), text(stderr)]);
  const stdin = Readable.from(input === '' ? [] : [input]);
  const progress = createProgress(stderr);
  const around = { stdin, stderr, environment, progress, now: () => new Date() };
  const code = await run(args, around, stdout);
  stdout.end();
  stderr.end();
  return ran(args, code, await both);
}

/** The same as a shell would run it, with no environment but the given one. */
export async function runBin(
  args: readonly string[],
  {
    environment = {},
    input = '',
    node = process.execPath,
  }: RunOptions & { readonly node?: string } = {},
): Promise<Ran> {
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(node, [BIN, ...args], { env, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const closed = once(child, 'close');
  const both = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  return ran(args, child.exitCode, both);
}

function ran(args: readonly string[], code: number | null, both: readonly [string, string]): Ran {
  const [stdout, stderr] = both;
  return { code, stdout, stderr, json: args.includes('--json') ? JSON.parse(stdout) : undefined };
}
