import { connect, type Socket } from 'node:net';

/** Asks one server over connections that stay open, each with one request on its way at a time. */
export type HttpLoad = {
  /** @param requests - Whole requests as they go over the wire; each connection takes them in turn. */
  readonly run: (requests: readonly string[], milliseconds: number) => Promise<HttpTurn>;
  readonly close: () => void;
};

export type HttpTurn = { readonly answers: number; readonly seconds: number };

/**
 * As little work for each answer as can be, so that the server is what is measured. Anything but 200 with a
 * content-length is an error.
 */
export async function httpLoad(port: number, connections: number): Promise<HttpLoad> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  return {
    run: async (requests, milliseconds) => {
      const start = performance.now();
      const until = start + milliseconds;
      const counts = await Promise.all(
        sockets.map((socket, index) => ask(socket, requests, { first: index, until })),
      );
      const answers = counts.reduce((sum, count) => sum + count, 0);
      return { answers, seconds: (performance.now() - start) / 1000 };
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

/** @returns how many answers came; the one that is on its way at the end is waited for and counts. */
function ask(
  socket: Socket,
  requests: readonly string[],
  { first, until }: { readonly first: number; readonly until: number },
): Promise<number> {
  let turn = first;
  let count = 0;
  let held = '';
  const send = (): void => {
    socket.write(requests[turn++ % requests.length] ?? '', 'latin1');
  };
  return new Promise((resolve, reject) => {
    const stop = (): void => void socket.off('data', take).off('error', reject);
    const take = (chunk: Buffer): void => {
      held = held === '' ? chunk.toString('latin1') : held + chunk.toString('latin1');
      const complete = completeAnswer(held);
      if (complete === undefined) return;
      if (complete !== 200) {
        stop();
        reject(new Error(`the server answered ${held.slice(0, 200)}`));
        return;
      }
      held = '';
      count += 1;
      if (performance.now() < until) send();
      else {
        stop();
        resolve(count);
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
