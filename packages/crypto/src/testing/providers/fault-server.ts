import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** What a service can suffer. `throttled` refuses the next `left` requests. */
export type Fault =
  | { readonly kind: 'none' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'failing' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'throttled'; left: number };

export interface FaultServer {
  readonly url: string;
  readonly received: Received[];
  suffer(fault: Fault): void;
  down(): Promise<void>;
  up(): Promise<void>;
}

export type FaultServerOptions = {
  readonly handle: (request: Received) => Answer;
  readonly throttledAnswer: Answer;
  readonly failingAnswer: Answer;
};

/** An HTTP server on a free port of loopback that answers as told, or misbehaves. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  let fault: Fault = { kind: 'none' };
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    received.push(request);
    if (fault.kind === 'silent') return;
    if (fault.kind === 'slow') await pause(fault.ms);
    send(response, chosenAnswer(fault, options, request));
  };
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    suffer: (next) => {
      fault = next;
    },
    down: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    up: () => listen(port),
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts).toString('utf8'),
  };
}

function chosenAnswer(fault: Fault, options: FaultServerOptions, request: Received): Answer {
  if (fault.kind === 'failing') return options.failingAnswer;
  if (fault.kind === 'garbage') return { status: 200, body: '<html>Welcome to the hotel' };
  if (fault.kind === 'throttled' && fault.left > 0) {
    fault.left -= 1;
    return options.throttledAnswer;
  }
  return options.handle(request);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
