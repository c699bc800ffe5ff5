import { connect, type Socket } from 'node:net';

/** Asks one server over connections that stay open, each with one request on its way at a time. */
export type HttpLoad = {
  /** @param requests - Whole requests as they go over the wire; each connection takes them in turn. */
  readonly run: (requests: readonly string[], milliseconds: number) => Promise<HttpTurn>;
  readonly close: () => void;
};

export type HttpTurn = {
  readonly answers: number;
  readonly seconds: number;
  /** Of each answer, in no order. */
  readonly milliseconds: readonly number[];
};

/**
 * As little work for each answer as can be, so that the server is what is measured. Anything but 200 or 201
 * with a content-length is an error.
 */
export async function httpLoad(port: number, connections: number): Promise<HttpLoad> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let first = 0;
  return {
    run: async (requests, milliseconds) => {
      const start = performance.now();
      const until = start + milliseconds;
      const each = await Promise.all(
        sockets.map((socket, index) => ask(socket, requests, { first: first + index, until })),
      );
      const seconds = (performance.now() - start) / 1000;
      const took = each.flat();
      // The next turn goes on where this one ended, so that all are asked and not the first ones again.
      first += took.length;
      return { answers: took.length, seconds, milliseconds: took };
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** One HTTP/1.1 request, complete. */
export function requestText(
  line: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): string {
  const all = body === '' ? headers : { ...headers, 'content-length': String(body.length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

/** @returns how long each answer took; the one that is on its way at the end is waited for and counts. */
function ask(
  socket: Socket,
  requests: readonly string[],
  { first, until }: { readonly first: number; readonly until: number },
): Promise<readonly number[]> {
  let turn = first;
  let sentAt = 0;
  const took: number[] = [];
  let held = '';
  const send = (): void => {
    sentAt = performance.now();
    socket.write(requests[turn++ % requests.length] ?? '', 'latin1');
  };
  return new Promise((resolve, reject) => {
    const stop = (): void => void socket.off('data', take).off('error', reject);
    const take = (chunk: Buffer): void => {
      held = held === '' ? chunk.toString('latin1') : held + chunk.toString('latin1');
      const complete = completeAnswer(held);
      if (complete === undefined) return;
      if (complete !== 200 && complete !== 201) {
        stop();
        reject(new Error(`the server answered ${held.slice(0, 200)}`));
        return;
      }
      held = '';
      const now = performance.now();
      took.push(now - sentAt);
      if (now < until) send();
      else {
        stop();
        resolve(took);
      }
    };
    socket.on('data', take).on('error', reject);
    send();
  });
}

/** @returns the status of the answer once the whole of it is there. */
function completeAnswer(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length === undefined || text.length < end + 4 + Number(length)) return undefined;
  return Number(text.slice(9, 12));
}
