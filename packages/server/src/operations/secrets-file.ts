import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import path from 'node:path';
import { SecretError } from './secrets-error.ts';

/** Container engines mount secrets there, readable by all in the container and by nobody outside of it. */
const CONTAINER_SECRETS = ['/run/secrets', '/var/run/secrets'];
const LONGEST_BYTES = 64 * 1024;

/**
 * The text of a file that keeps a secret. Refused: a file that others than its owner can change, that neither root nor
 * this user owns, or that everybody can read. The last two are as they should be in /run/secrets, /var/run/secrets and
 * systemd's credentials directory. A group may read: Kubernetes and `root:wardkeep 0640` need it.
 * @throws SecretError `missing`, `exposed`
 */
export function readSecretFile(
  file: string,
  setting: string,
  credentialsDirectory: string | undefined,
): string {
  const descriptor = open(file, setting);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new SecretError('missing', setting, `${file} is not a file.`);
    const isMounted = [...CONTAINER_SECRETS, credentialsDirectory].some((directory) =>
      liesIn(directory, file),
    );
    refuseExposed({ file, stats, isMounted }, setting);
    return readText(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string, setting: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = isAbsent ? `there is no file ${file}.` : `${file} can’t be read by this user.`;
    throw new SecretError('missing', setting, what, { cause });
  }
}

function liesIn(directory: string | undefined, file: string): boolean {
  if (directory === undefined) return false;
  const relative = path.relative(directory, path.resolve(file));
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

function refuseExposed(
  {
    file,
    stats,
    isMounted,
  }: { readonly file: string; readonly stats: Stats; readonly isMounted: boolean },
  setting: string,
): void {
  const uid = process.getuid?.();
  // Without users, as on Windows, the mode says nothing.
  if (uid === undefined) return;
  if ((stats.mode & 0o022) !== 0) {
    throw new SecretError('exposed', setting, `others can change ${file}: chmod 600 ${file}`);
  }
  if (isMounted) return;
  if ((stats.mode & 0o004) !== 0) {
    throw new SecretError('exposed', setting, `everybody can read ${file}: chmod 600 ${file}`);
  }
  if (stats.uid !== uid && stats.uid !== 0) {
    throw new SecretError(
      'exposed',
      setting,
      `${file} belongs to another user, who can change it: give it to root or to the user of the server.`,
    );
  }
}

function readText(descriptor: number): string {
  const bytes = Buffer.alloc(LONGEST_BYTES);
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, LONGEST_BYTES, 0));
  } finally {
    bytes.fill(0);
  }
}
