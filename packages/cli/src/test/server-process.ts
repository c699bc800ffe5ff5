import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../../server/src/main.ts');
/** It makes a PostgreSQL cluster, on a machine that others use too. */
const START_MS = 60_000;

export interface ServerProcess {
  readonly url: string;
  /** For the first administrator; empty later, and while the keys are locked. */
  readonly setUpToken: string;
  stop(): Promise<void>;
}

/** The real server, in a process and a directory of its own. */
export async function startServerProcess(
  directory: string,
  configurationDirectory: string,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      WARDKEEP_PORT: '0',
      WARDKEEP_HOST: '127.0.0.1',
      WARDKEEP_DATA_DIR: join(directory, 'data'),
      WARDKEEP_RATE_LIMIT_FACTOR: '1000',
      XDG_CONFIG_HOME: configurationDirectory,
    },
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  return { ...(await announced(child)), stop };
}

function announced(child: ChildProcess): Promise<{ url: string; setUpToken: string }> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the server has no output');
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the server did not start')), START_MS);
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)));
    let url = '';
    let last = '';
    createInterface(stdout).on('line', (line) => {
      url = /^Wardkeep is at (\S+)$/.exec(line)?.[1] ?? url;
      last = line.trim() === '' ? last : line;
      const setUpToken = /\/set-up#(\S+)$/.exec(line)?.[1];
      const isLocked = line.startsWith('The keys are locked');
      if (url === '' || (setUpToken === undefined && !isLocked && !isEnd(line))) return;
      clearTimeout(late);
      resolve({ url, setUpToken: setUpToken ?? '' });
    });
  });
}

/** The announcement's last line where there is neither a set-up link nor a lock. */
function isEnd(line: string): boolean {
  return line.startsWith('The passphrase lies on the same disk');
}
