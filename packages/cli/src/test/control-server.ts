import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';

/** What came over the socket. */
export interface Asked {
  readonly route: string;
  readonly body: unknown;
}

/** Lines of NDJSON, one JSON object, or whatever a test does with the response itself. */
export type Answer = readonly object[] | object | ((response: ServerResponse) => void);

export interface ControlServer {
  readonly dataDirectory: string;
  readonly asked: readonly Asked[];
  close(): void;
}

/** Speaks the control socket's language in a data directory of its own, and writes down what it was asked. */
export async function startControlServer(
  dataDirectory: string,
  answers: Readonly<Record<string, Answer>>,
): Promise<ControlServer> {
  mkdirSync(dataDirectory, { mode: 0o700 });
  const socket = path.join(dataDirectory, 'control.sock');
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const route = `${request.method ?? ''} ${request.url ?? ''}`;
    bodyOf(request).then(
      (body) => {
        asked.push({ route, body });
        reply(answers[route], response);
      },
      () => response.destroy(),
    );
  }).listen(socket);
  await once(server, 'listening');
  writeFileSync(path.join(dataDirectory, 'control-socket'), `${socket}\n`);
  return {
    dataDirectory,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  return request.method === 'POST' ? json(request) : undefined;
}

function reply(answer: Answer | undefined, response: ServerResponse): void {
  if (answer === undefined) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end('{"error":{"code":"not_found","message":"There is no such command."}}');
  } else if (typeof answer === 'function') {
    answer(response);
  } else if (Array.isArray(answer)) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.end(answer.map((line) => `${JSON.stringify(line)}\n`).join(''));
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }
}
