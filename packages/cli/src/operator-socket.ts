import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { CliError } from './cli-error.ts';
import { refuseForeignSocket } from './socket-owner.ts';

/**
 * Asks the running server over its local socket, which only the user who runs it can open.
 * @returns the JSON of the answer.
 * @throws {@link CliError} `unreachable`, `refused` before anything is sent, `unexpected_reply`
 */
export async function askServer(
  dataDirectory: string,
  method: 'GET' | 'POST',
  address: '/status' | '/unlock' | '/recovery/test' | '/recovery/use',
  body?: string,
): Promise<Readonly<Record<string, unknown>>> {
  const socketPath = socketOf(dataDirectory);
  checkOwner(dataDirectory, socketPath);
  const { status, text } = await send({ socketPath, method, path: address }, body).catch(
    (cause: unknown) => {
      throw unreachable(dataDirectory, cause);
    },
  );
  if (status !== 200) {
    throw new CliError(
      'unexpected_reply',
      `The server could not do this (status ${status}). Its log says why.`,
    );
  }
  return parse(text);
}

/** The server writes the socket's path there, for a long data directory has it elsewhere. */
function socketOf(dataDirectory: string): string {
  try {
    return readFileSync(path.join(dataDirectory, 'control-socket'), 'utf8').trim();
  } catch (cause) {
    throw unreachable(dataDirectory, cause);
  }
}

function checkOwner(dataDirectory: string, socketPath: string): void {
  try {
    refuseForeignSocket(dataDirectory, socketPath, process.getuid?.());
  } catch (cause) {
    throw cause instanceof CliError ? cause : unreachable(dataDirectory, cause);
  }
}

function unreachable(dataDirectory: string, cause: unknown): CliError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const advice =
    code === 'EACCES' || code === 'EPERM'
      ? 'Only the user who runs the server may operate it.'
      : 'Start it, or name its data directory with --data-dir or WARDKEEP_DATA_DIR.';
  return new CliError(
    'unreachable',
    `No server answers for the data directory ${dataDirectory}. ${advice}`,
    { cause },
  );
}

function send(
  options: { readonly socketPath: string; readonly method: string; readonly path: string },
  body: string | undefined,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('error', reject).once('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    sending.once('error', reject).end(body);
  });
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const reply: unknown = parseJson(text);
  if (typeof reply === 'object' && reply !== null && !Array.isArray(reply)) return { ...reply };
  throw notOurs();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notOurs(cause);
  }
}

function notOurs(cause?: unknown): CliError {
  return new CliError('unexpected_reply', 'What answers on the socket is no Wardkeep server.', {
    cause,
  });
}
