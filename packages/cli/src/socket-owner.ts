import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { CliError } from './cli-error.ts';

/**
 * A passphrase goes to our own server only: the socket and its directory belong to us, and nobody else can replace
 * them. Root also speaks to the server of whoever owns the data directory.
 * @param uid - Of the user who runs the command; undefined where the system has none.
 * @throws {@link CliError} `refused`; what the file system throws when there is no socket.
 */
export function refuseForeignSocket(
  dataDirectory: string,
  socketPath: string,
  uid: number | undefined,
): void {
  const socket = lstatSync(socketPath);
  const directory = directoryOf(dataDirectory, socketPath);
  if (uid === undefined) return;
  const owners = uid === 0 ? [0, statSync(dataDirectory).uid] : [uid];
  const isSafe =
    socket.isSocket() &&
    directory.isDirectory() &&
    (directory.mode & 0o022) === 0 &&
    owners.includes(socket.uid) &&
    owners.includes(directory.uid);
  if (isSafe) return;
  throw new CliError(
    'refused',
    `The server’s socket ${socketPath} or its directory belongs to another user, or another user can replace it. ` +
      'Nothing was sent. Only the user who runs the server may operate it.',
  );
}

/** The data directory itself may be reached by a link, which its owner has named; no other may. */
function directoryOf(dataDirectory: string, socketPath: string): Stats {
  const directory = path.dirname(socketPath);
  const isData = realpathSync(directory) === realpathSync(dataDirectory);
  return isData ? statSync(directory) : lstatSync(directory);
}
