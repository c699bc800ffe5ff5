import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server in a process of its own. */
export type ServerProcess = {
  readonly port: number;
  readonly pid: number;
  /** CPU seconds that it took so far, all threads together; NaN where there is no /proc. */
  readonly cpuSeconds: () => number;
  readonly stop: () => Promise<void>;
};

export type WardkeepProcess = ServerProcess & { readonly setUpToken: string };

const STARTS_WITHIN_MS = 120_000;

const MAIN = path.resolve(import.meta.dirname, '../packages/server/src/main.ts');

/**
 * Ours as `npm start` starts it, on the embedded PostgreSQL and a fresh data directory in `folder`.
 * @param main - Another entry file, for a server that no setting makes.
 */
export async function startWardkeep(folder: string, main = MAIN): Promise<WardkeepProcess> {
  const { said: setUpToken, ...server } = await start(folder, main, /set-up#(\S+)/);
  return { ...server, setUpToken };
}

/** Ours on a data directory in `folder` that has its administrator already. */
export async function startAgain(folder: string): Promise<ServerProcess> {
  const { said: _url, ...server } = await start(folder, MAIN, /Wardkeep is at (\S+)/);
  return server;
}

/** What a server that works in `folder` is started with. */
export async function serverSettings(folder: string): Promise<NodeJS.ProcessEnv> {
  return {
    ...othersSettings(),
    WARDKEEP_PORT: String(await freePort()),
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: path.join(folder, 'data'),
    XDG_CONFIG_HOME: path.join(folder, 'config'),
    WARDKEEP_RATE_LIMIT_FACTOR: '10000',
  };
}

async function start(
  folder: string,
  main: string,
  until: RegExp,
): Promise<ServerProcess & { readonly said: string }> {
  // PostgreSQL runs as a user of its own when we are root, and has to pass through.
  chmodSync(folder, 0o711);
  const settings = await serverSettings(folder);
  const file = path.join(folder, `output-${settings['WARDKEEP_PORT'] ?? ''}`);
  const output = openSync(file, 'w');
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', output, output],
    env: settings,
  });
  const said = await untilSaid(child, file, until);
  return { ...processOf(child, Number(settings['WARDKEEP_PORT'])), said };
}

/** A program of programs/ that prints its port. */
export async function startProgram(program: string, ...args: string[]): Promise<ServerProcess> {
  const file = path.join(import.meta.dirname, 'programs', `${program}.ts`);
  const child = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${program} ended with ${String(code)} before it said its port`);
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer]; // a stream without an encoding gives buffers
  // Later it may end as it likes.
  ended.catch(() => undefined);
  return processOf(child, Number(line.toString()));
}

/** Without what whoever benches has set for a server of their own, or for the bench. */
function othersSettings(): NodeJS.ProcessEnv {
  const settings = Object.entries(process.env);
  return Object.fromEntries(settings.filter(([name]) => !/^(WARDKEEP_|DATABASE_URL$)/.test(name)));
}

function processOf(child: ChildProcess, port: number): ServerProcess {
  return {
    port,
    pid: child.pid ?? 0,
    cpuSeconds: () => cpuSeconds(child.pid ?? 0),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** proc(5): utime and stime are the fields 14 and 15, in hundredths; the name before them may hold spaces. */
function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function untilSaid(child: ChildProcess, file: string, what: RegExp): Promise<string> {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < until && child.exitCode === null) {
    const found = what.exec(readFileSync(file, 'utf8'))?.[1];
    if (found !== undefined) return found;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error(`The server did not start: ${readFileSync(file, 'utf8').slice(-1000)}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
