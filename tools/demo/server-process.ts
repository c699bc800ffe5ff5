import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ThrowAway } from './throw-away.ts';

const MAIN = path.resolve(import.meta.dirname, '../../packages/server/src/main.ts');
const START_MS = 90_000;
const OUTPUT_CHARACTERS = 20_000;

export interface ServerProcess {
  readonly pid: number;
  readonly url: string;
  /** For the first administrator, from the link that the server prints; undefined once there is one. */
  readonly setUpToken: string | undefined;
  /** Settles when the process has ended, with its exit code or signal. */
  readonly exited: Promise<string>;
  /** SIGTERM, and the server's own way out: its database stops with it. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is tidied up, and the embedded PostgreSQL goes on without its supervisor. */
  kill(): Promise<void>;
}

export class ServerNotStarted extends Error {
  override readonly name = 'ServerNotStarted';
}

/**
 * Starts the real server on `where` and waits until `readyz` answers 200. It sees none of the settings that this
 * process was started with but `settings` (undefined takes one away): not the database, keys or data of somebody's real Wardkeep.
 * @throws ServerNotStarted with what it printed last.
 */
export async function startServer(
  where: ThrowAway,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...withoutWardkeep(process.env),
      WARDKEEP_PASSPHRASE_FILE: where.passphraseFile,
      ...settings,
      WARDKEEP_DATA_DIR: where.dataDirectory,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal is for us, and we stop the server in order.
    detached: true,
  });
  const output = outputOf(child);
  const exited = endOf(child);
  stopWith(process, child);
  const { pid } = child;
  if (pid === undefined) throw new ServerNotStarted(`no process: ${await exited}`);
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  const url = await readyUrl(output, child).catch(async (error: unknown) => {
    await end('SIGTERM');
    throw error;
  });
  return {
    pid,
    url,
    setUpToken: /\/set-up#(\S+)/.exec(output.text())?.[1],
    exited,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** @returns true when `readyz` says that the server is ready; false for any other answer, and for none. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return false;
    throw error;
  }
}

/** However this process ends, short of SIGKILL, the server does not outlive it. */
function stopWith(parent: NodeJS.Process, child: ChildProcess): void {
  const end = (): void => {
    child.kill('SIGTERM');
  };
  parent.once('exit', end);
  child.once('exit', () => parent.off('exit', end));
}

function withoutWardkeep(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !name.startsWith('WARDKEEP_') && name !== 'DATABASE_URL',
    ),
  );
}

interface Output {
  text(): string;
}

/** The newest part of what the process prints; reading it keeps the pipe from filling up. */
function outputOf(child: ChildProcess): Output {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-OUTPUT_CHARACTERS);
    });
  }
  return { text: () => text };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal ?? `exit code ${code}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
}

async function readyUrl(output: Output, child: ChildProcess): Promise<string> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const url = /^Wardkeep is at (\S+)$/m.exec(output.text())?.[1];
    if (url !== undefined && (await isReady(url))) return url;
    const how = child.signalCode ?? child.exitCode;
    if (how !== null) throw notStarted(`the server ended (${how})`, output);
    if (performance.now() > deadline) throw notStarted('the server is not ready in time', output);
    await sleep(20);
  }
}

function notStarted(why: string, output: Output): ServerNotStarted {
  return new ServerNotStarted(`${why}\n${output.text().trim().slice(-2_000)}`);
}
