import { MailError, type MailErrorCode } from './mail-error.ts';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same at each try, so that a mailbox can tell a second copy (RFC 5322 §3.6.4). */
  readonly id: string;
}

export interface MailServer {
  /** Resolves once the server has taken it. @throws MailError */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}

export interface SmtpSettings {
  /** `smtp://` with STARTTLS, or `smtps://`; with user and password where it asks for them. */
  readonly url: string;
  readonly sender: string;
  /** Milliseconds of each wait for the server; 10 s unless said. */
  readonly waitMs?: number;
}

/** Each wait, and with a reserve for several of them the whole of one e-mail. */
const WAIT_MS = 10_000;
const WHOLE_MS = 30_000;

/**
 * A mail server (RFC 5321). Nothing is said to it in the open: STARTTLS (RFC 3207) is demanded before anything else,
 * unless the server is this very machine, whose certificate nobody would vouch for.
 */
export function smtpServer({ url, sender, waitMs = WAIT_MS }: SmtpSettings): MailServer {
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const connection = connectionOf(new URL(url));
  return {
    send: async ({ to, subject, text, id }, signal) => {
      const transport = await openTransport(connection, waitMs);
      const within = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)]);
      try {
        await transport.sendMail({
          from: { name: 'Wardkeep', address: sender },
          // As an object: an address is one recipient, whatever it looks like.
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          // RFC 3834: no robot answers a robot.
          headers: { 'Auto-Submitted': 'auto-generated' },
          xMailer: false,
          signal: within,
        });
      } catch (error) {
        throw new MailError(signal.aborted ? 'stopped' : codeOf(error));
      }
    },
  };
}

/** The library is loaded by servers that have something to send. */
async function openTransport(connection: ReturnType<typeof connectionOf>, waitMs: number) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    ...connection,
    connectionTimeout: waitMs,
    greetingTimeout: waitMs,
    socketTimeout: waitMs,
    dnsTimeout: waitMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

const HERE = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

function connectionOf({ protocol, hostname, port, username, password }: URL) {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const isHere = HERE.test(host);
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !isHere,
    ignoreTLS: isHere,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

const CODES: Readonly<Record<string, MailErrorCode>> = {
  EABORT: 'timeout',
  EAUTH: 'sign_in',
  ENOAUTH: 'sign_in',
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  EREQUIRETLS: 'tls',
};

/** Of what nodemailer throws. A reply of the server counts before the step that it was given to. */
function codeOf(error: unknown): MailErrorCode {
  if (!(error instanceof Error)) return 'unreachable';
  const { code, responseCode } = error as { code?: string; responseCode?: number }; // nodemailer's own members
  const known = CODES[code ?? ''];
  if (known !== undefined && known !== 'tls') return known;
  if (known === 'tls' || isCertificateError(error)) return 'tls';
  if (responseCode === undefined) return 'unreachable';
  return responseCode >= 500 ? 'refused' : 'busy';
}

/** A certificate that is refused breaks the socket, and keeps the code that TLS gave it. */
function isCertificateError(error: Error): boolean {
  const { originalCode = '', cause } = error as { originalCode?: string; cause?: unknown }; // as above
  const inner = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return [originalCode, inner].some((each) => /CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(each));
}
