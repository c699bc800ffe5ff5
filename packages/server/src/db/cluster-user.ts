import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { DatabaseError } from './database-error.ts';
import type { Log } from './log.ts';

/** Whom PostgreSQL runs as, when that is not the user of this process. */
export interface ClusterUser {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. For root: the owner of a cluster that is already there, else
 * the user that is asked for, else `postgres`, else `nobody`. For anybody else: undefined.
 * @throws {@link DatabaseError} `cluster_failed` if there is no such user.
 */
export async function findClusterUser(
  dataDirectory: string,
  name: string | undefined,
  log: Log,
): Promise<ClusterUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(dataDirectory);
  if (owner !== undefined) return owner;
  if (name !== undefined) return required(name);
  const postgres = await lookUp('postgres');
  if (postgres !== undefined) return postgres;
  log.warn({ user: 'nobody' }, 'PostgreSQL runs as nobody, a user that other services may share');
  return required('nobody');
}

/** Whether `user` may enter a directory, its parents and their access lists included. */
export function canEnter(directory: string, user: ClusterUser | undefined): Promise<boolean> {
  return succeeds('cd -- "$1"', directory, user);
}

/** Whether `user` may run a program. */
export function canRun(program: string, user: ClusterUser | undefined): Promise<boolean> {
  return succeeds('test -x "$1"', program, user);
}

async function ownerOf(directory: string): Promise<ClusterUser | undefined> {
  const stats = await stat(directory).catch(() => undefined);
  if (stats === undefined || stats.uid === 0) return undefined;
  return { uid: stats.uid, gid: stats.gid };
}

async function required(name: string): Promise<ClusterUser> {
  const user = await lookUp(name);
  if (user !== undefined && user.uid !== 0) return user;
  throw new DatabaseError('cluster_failed', `PostgreSQL cannot run as the user ${name}`);
}

/** By `id`, which knows users that are not in /etc/passwd. Undefined if there is none. */
async function lookUp(name: string): Promise<ClusterUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    // `id` fails for no other reason than that nobody has this name.
    return undefined;
  }
}

async function succeeds(
  script: string,
  path: string,
  user: ClusterUser | undefined,
): Promise<boolean> {
  try {
    await run('/bin/sh', ['-c', script, 'sh', path], { ...user, cwd: '/', env: {} });
    return true;
  } catch {
    // The exit code is the answer.
    return false;
  }
}
