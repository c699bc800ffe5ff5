import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Lines of `postmaster.pid`: PostgreSQL's miscadmin.h, LOCK_FILE_LINE_*. */
export interface PostmasterFile {
  readonly pid: number;
  readonly ready: boolean;
}

/** Undefined if there is none, or if it is being written. It is read here and never removed. */
export async function readPostmasterFile(data: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return undefined;
  return { pid, ready: lines[7]?.trim() === 'ready' };
}

/**
 * What the process of that number is: gone (or dead and not yet reaped), a postmaster of this
 * cluster, or some other process to which the system gave the number again.
 */
export async function processKind(
  pid: number,
  data: string,
): Promise<'gone' | 'postmaster' | 'other'> {
  if (!exists(pid)) return 'gone';
  if (process.platform !== 'linux') return kindByCommand(pid, data);
  // A postmaster works in its data directory. A zombie has no directory any more.
  const directory = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return directory === data ? 'postmaster' : 'other';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function kindByCommand(pid: number, data: string): Promise<'gone' | 'postmaster' | 'other'> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes(data) ? 'postmaster' : 'other';
  } catch {
    // `ps` fails when there is no such process any more.
    return 'gone';
  }
}
