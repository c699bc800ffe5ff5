import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** A disk of its own for the data directory, so small that it can be filled. */
export interface SmallDisk {
  /** Takes all the space that is left. */
  fill(): Promise<void>;
  /** Gives it back. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

/** A database, its WAL and what a run of some minutes imports. */
const MEGABYTES = 400;
const run = promisify(execFile);

/** @throws Error where this user may mount nothing: it takes root on Linux. */
export async function smallDisk(directory: string): Promise<SmallDisk> {
  await mkdir(directory, { recursive: true });
  // PostgreSQL does not run as root: its user has to pass through.
  const options = `size=${MEGABYTES}m,mode=0711`;
  await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory]).catch((cause: unknown) => {
    throw new Error('--disk-full mounts a tmpfs, which only root on Linux may', { cause });
  });
  const ballast = path.join(directory, 'ballast');
  return {
    fill: () => fill(ballast),
    free: () => rm(ballast, { force: true }),
    remove: async () => {
      await run('umount', ['--lazy', directory]);
    },
  };
}

/** Down to the last page. */
async function fill(ballast: string): Promise<void> {
  const file = await open(ballast, 'a', 0o600);
  try {
    for (const size of [1_048_576, 4_096]) while (await couldWrite(file, Buffer.alloc(size)));
  } finally {
    await file.close();
  }
}

async function couldWrite(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<boolean> {
  try {
    const { bytesWritten } = await file.write(bytes);
    return bytesWritten === bytes.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
