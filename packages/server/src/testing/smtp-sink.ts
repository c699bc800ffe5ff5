import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came, headers and all. */
  readonly raw: string;
  readonly isEncrypted: boolean;
  readonly user: string | undefined;
}

/** A mail server that keeps what it is given. */
export interface SmtpSink {
  readonly port: number;
  readonly mails: readonly SunkMail[];
  /** Connections that were made, whatever came of them. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** @param options - Of smtp-server; without TLS and without users unless said. */
export async function startSmtpSink(
  options: SMTPServerOptions & { readonly port?: number; readonly host?: string } = {},
): Promise<SmtpSink> {
  const { port = 0, host = '127.0.0.1', ...rest } = options;
  const mails: SunkMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    logger: false,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : (mailFrom?.address ?? ''),
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
          isEncrypted: session.secure,
          user: session.user === undefined ? undefined : String(session.user),
        });
        callback();
      });
    },
    ...rest,
  });
  // A client that breaks off is what some tests are about.
  server.on('error', () => undefined);
  server.server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    connections: () => connections,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Takes the connection, and then says nothing, or what it is told to. */
export async function startSilentServer(
  greeting = '',
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write(greeting);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
