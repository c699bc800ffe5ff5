/** A mail server that keeps what it gets, for tests to read. Real SMTP, plain text, on this machine only. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

const ARRIVES_MS = 20_000;

export interface Mail {
  readonly to: string;
  /** Headers and body as they came, with quoted-printable lines (RFC 2045 §6.7) made whole. */
  readonly text: string;
}

export interface Mailbox {
  readonly url: string;
  /** The newest one to this address that holds `part`; waits for it. */
  find(to: string, part: string): Promise<Mail>;
  stop(): Promise<void>;
}

export async function startMailbox(): Promise<Mailbox> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
      mails.push({
        to: session.envelope.rcptTo[0]?.address ?? '',
        text: plain(await text(stream)),
      });
    }),
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    find: (to, part) => waitFor(() => mails.findLast((mail) => isIt(mail, to, part))),
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

function isIt(mail: Mail, to: string, part: string): boolean {
  return mail.to === to && mail.text.includes(part);
}

async function waitFor<T>(look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + ARRIVES_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error('no such mail has arrived');
    await sleep(50);
  }
}

function plain(raw: string): string {
  return raw
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
}
