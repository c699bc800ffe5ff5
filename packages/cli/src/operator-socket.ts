import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { CliError } from './cli-error.ts';
import {
  notOurs,
  parseReply,
  parseWorkLine,
  type Members,
  type WorkProgress,
} from './operator-reply.ts';
import { refuseForeignSocket } from './socket-owner.ts';

/** What is asked of the running server, and of which. */
export interface Question {
  readonly dataDirectory: string;
  readonly method: 'GET' | 'POST';
  /** For example `/keys/rotate`. */
  readonly address: string;
  /** Sent as JSON. Secrets travel here, never in the address. */
  readonly body?: object;
}

/**
 * Asks the running server over its local socket, which only the user who runs it can open. Work that takes long
 * answers with its progress, and belongs to the server: when this process or the connection ends, it goes on, and
 * asking again follows what is running.
 * @returns the JSON of the answer.
 * @throws {@link CliError} `unreachable`, `refused` (by us before anything is sent, or by the server), `cut_off`,
 * `unexpected_reply`
 */
export async function askServer(
  question: Question,
  onProgress: (progress: WorkProgress) => void = () => undefined,
): Promise<Members> {
  const response = await send(question);
  const type = response.headers['content-type'] ?? '';
  if (type.startsWith('application/x-ndjson')) return resultOf(response, onProgress);
  const text = await textOf(response).catch((cause: unknown) => {
    throw unreachable(question.dataDirectory, cause);
  });
  const reply = parseReply(text);
  if (response.statusCode === 200) return reply;
  throw new CliError(
    'unexpected_reply',
    `The server could not do this (status ${response.statusCode ?? 0}). Its log says why.`,
  );
}

async function resultOf(
  response: IncomingMessage,
  onProgress: (progress: WorkProgress) => void,
): Promise<Members> {
  for await (const text of linesOf(response)) {
    if (text.trim() === '') continue;
    const line = parseWorkLine(text);
    if (line.kind === 'result') return line.result;
    onProgress(line.progress);
  }
  throw cutOff();
}

/** Whole lines, up to the end or up to where the connection broke: that no result came is noticed by who reads them. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  const pieces = response.setEncoding('utf8')[Symbol.asyncIterator]();
  for (;;) {
    const piece = await pieces.next().catch(() => ({ done: true, value: undefined }));
    if (piece.done === true) return;
    const lines = (rest + String(piece.value)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function send(question: Question): Promise<IncomingMessage> {
  const { dataDirectory, method, address, body } = question;
  const socketPath = socketOf(dataDirectory);
  checkOwner(dataDirectory, socketPath);
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const sending = request({ socketPath, method, path: address, headers });
  sending.end(body === undefined ? undefined : JSON.stringify(body));
  try {
    const arrived: readonly unknown[] = await once(sending, 'response');
    const [answer] = arrived;
    if (isMessage(answer)) return answer;
  } catch (cause) {
    // What was sent whole may have begun; who was never reached did nothing.
    throw sending.writableFinished && method === 'POST'
      ? cutOff(cause)
      : unreachable(dataDirectory, cause);
  }
  throw notOurs();
}

function isMessage(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
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

function cutOff(cause?: unknown): CliError {
  return new CliError(
    'cut_off',
    'The connection to the server ended. What was begun goes on, after a restart of the server too: ' +
      'wardkeep keys status shows it, and the same command again follows it.',
    { cause },
  );
}
