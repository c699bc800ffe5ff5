import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '../db/log.ts';
import { writeDurably } from '../vault/index.ts';
import { answerOperator, commandOf, type ControlRoutes } from './control-answer.ts';

/**
 * Whoever may open this socket may operate the server, so it has mode 0600.
 * @throws Error when a long data directory sends the socket to a directory that another user could change.
 */
export async function listenForOperator(
  dataDirectory: string,
  routes: ControlRoutes,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const socket = socketPath(dataDirectory);
  makeDirectoryOf(socket, dataDirectory);
  rmSync(socket, { force: true });
  const server = createServer((request, response) => {
    const onUnknown = (error: unknown): void => {
      log.error({ err: error, command: commandOf(request) }, 'an operator’s command failed');
    };
    answerOperator(routes, { request, response, onUnknown }).catch((error: unknown) => {
      onUnknown(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  chmodSync(socket, 0o600);
  // The command line finds the socket by this file, wherever the path had to go.
  writeDurably(path.join(dataDirectory, 'control-socket'), `${socket}\n`);
  return { close: () => closeServer(server) };
}

function makeDirectoryOf(socket: string, dataDirectory: string): void {
  const directory = path.dirname(socket);
  if (path.resolve(directory) === path.resolve(dataDirectory)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return;
  }
  makeUnlessThere(directory);
  // Everybody may make a directory of this name beforehand, put a socket of their own into it and be told the passphrase.
  const found = lstatSync(directory);
  const isOurs = found.uid === (process.getuid?.() ?? found.uid);
  if (found.isDirectory() && isOurs && (found.mode & 0o077) === 0) return;
  throw new Error(
    `${directory} must be a directory that belongs to the user who runs the server, with mode 0700: the operator’s ` +
      'socket goes there. Somebody else may have made it. Remove it, or choose a shorter WARDKEEP_DATA_DIR.',
  );
}

function makeUnlessThere(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** A socket's path ends at 107 bytes (unix(7)): a long data directory gets a short one elsewhere. */
function socketPath(dataDirectory: string): string {
  const beside = path.join(dataDirectory, 'control.sock');
  if (Buffer.byteLength(beside) <= 100) return beside;
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `wardkeep-${process.getuid?.() ?? 0}-${name}`, 'control.sock');
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
