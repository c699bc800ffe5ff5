import { execFileSync, spawnSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { startSilentServer, startSmtpSink, type SmtpSink } from '../testing/smtp-sink.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { MailError } from './mail-error.ts';
import { smtpServer } from './smtp.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function sink(options: Parameters<typeof startSmtpSink>[0] = {}): Promise<SmtpSink> {
  const started = await startSmtpSink(options);
  closing.push(() => started.close());
  return started;
}

const MAIL = {
  id: '3f0c',
  to: 'a@example.test',
  subject: 'Grüße',
  text: 'Größe\n\nhttps://x.test/y#z\n',
};

/** `sent`, or the code of why not. */
async function send(
  url: string,
  mail = MAIL,
  signal = new AbortController().signal,
): Promise<string> {
  try {
    await smtpServer({ url, sender: 'wardkeep@example.test', waitMs: 400 }).send(mail, signal);
    return 'sent';
  } catch (error) {
    if (error instanceof MailError) return error.code;
    throw error;
  }
}

/** A name of this machine that is not one of those that need no TLS. */
const ELSEWHERE = '127.1';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
/** Of the name that this machine has for itself, where that leads nowhere else. */
const ownAddress = await lookup(hostname(), 4).then(
  ({ address }) => (address.startsWith('127.') ? address : undefined),
  () => undefined,
);

describe('a mail server on this machine', () => {
  test('gets the e-mail whole, to one recipient, marked as written by a program', async () => {
    const { port, mails } = await sink();
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe('sent');
    const [mail] = mails;
    expect(mail).toMatchObject({ from: 'wardkeep@example.test', to: ['a@example.test'] });
    const [head = '', body = ''] = mail?.raw.split('\r\n\r\n') ?? [];
    expect(head).toContain('Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=');
    expect(head).toContain('Message-ID: <3f0c@example.test>');
    expect(head).toContain('Auto-Submitted: auto-generated');
    expect(head).not.toMatch(/nodemailer/i);
    expect(head).toMatch(/content-type: text\/plain; charset=utf-8/i);
    expect(body.length).toBeGreaterThan(0);
  });

  test.each([
    'a@example.test, b@example.test',
    'Group: b@example.test;',
    'a@example.test\r\nBcc: b@example.test',
  ])('is never given a second recipient: %j', async (to) => {
    const { port, mails } = await sink();
    await send(`smtp://127.0.0.1:${port}`, { ...MAIL, to });
    expect(mails.flatMap((mail) => mail.to).filter((each) => each === 'b@example.test')).toEqual(
      [],
    );
    expect(mails.every(({ raw }) => !/^bcc:/im.test(raw))).toBe(true);
  });

  test('is signed in to with what the address holds', async () => {
    const { port, mails } = await sink({
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, callback) => {
        if (password === 'p@ss/word') callback(null, { user: username ?? '' });
        else callback(new Error('no'));
      },
    });
    expect(await send(`smtp://us%40er:p%40ss%2Fword@127.0.0.1:${port}`)).toBe('sent');
    expect(mails[0]?.user).toBe('us@er');
    expect(await send(`smtp://user:wrong@127.0.0.1:${port}`)).toBe('sign_in');
  });
});

describe('what goes wrong has a short name', () => {
  const saying = (responseCode: number) => Object.assign(new Error('no'), { responseCode });

  test.each([
    [450, 'busy'],
    [550, 'refused'],
  ])('a recipient that is answered with %i: %s', async (code, name) => {
    const { port } = await sink({ onRcptTo: (_address, _session, done) => done(saying(code)) });
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe(name);
  });

  test.each([
    [451, 'busy'],
    [554, 'refused'],
  ])('a message that is answered with %i: %s', async (code, name) => {
    const { port } = await sink({
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => done(saying(code)));
      },
    });
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe(name);
  });

  test('nobody there: unreachable', async () => {
    const { port, close } = await startSmtpSink();
    await close();
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe('unreachable');
  });

  test.each([
    ['before its greeting', ''],
    ['after it', '220 hello\r\n'],
  ])('a server that hangs %s: timeout', async (_when, greeting) => {
    const { port, close } = await startSilentServer(greeting);
    closing.push(close);
    expect(await send(`smtp://127.0.0.1:${port}`)).toBe('timeout');
  });

  test('a process that ends waits for nobody: stopped', async () => {
    const { port, close } = await startSilentServer();
    closing.push(close);
    const begunMs = performance.now();
    expect(await send(`smtp://127.0.0.1:${port}`, MAIL, AbortSignal.timeout(50))).toBe('stopped');
    expect(performance.now() - begunMs).toBeLessThan(390);
  });

  test('no error holds what was said: no address, no text', async () => {
    const { port } = await sink({
      onRcptTo: ({ address }, _session, done) => done(new Error(`no ${address} here`)),
    });
    const server = smtpServer({ url: `smtp://127.0.0.1:${port}`, sender: 'w@example.test' });
    const error: unknown = await server
      .send(MAIL, new AbortController().signal)
      .catch((each: unknown) => each);
    expect(error).toBeInstanceOf(MailError);
    expect(
      JSON.stringify([String(error), (error as Error).stack, (error as Error).cause]),
    ).not.toContain('a@example');
  });
});

describe('a mail server elsewhere', () => {
  test('is told nothing when it offers no TLS: not even who signs in', async () => {
    const asked: string[] = [];
    const { port, mails, connections } = await sink({
      onAuth: (auth, _session, done) => {
        asked.push(auth.method);
        done(new Error('no'));
      },
      onMailFrom: (address, _session, done) => {
        asked.push(address.address);
        done();
      },
      allowInsecureAuth: true,
    });
    expect(await send(`smtp://user:secret@${ELSEWHERE}:${port}`)).toBe('tls');
    expect([connections(), asked, mails]).toEqual([1, [], []]);
  });

  test.each(['smtp', 'smtps'])(
    'is told nothing over %s with a certificate that nobody vouches for',
    async (scheme) => {
      const { port, mails } = await sink({ disabledCommands: [], secure: scheme === 'smtps' });
      expect(await send(`${scheme}://${ELSEWHERE}:${port}`)).toBe('tls');
      expect(mails).toEqual([]);
    },
  );

  test.skipIf(ownAddress === undefined || !hasOpenssl).each(['smtp', 'smtps'])(
    'is spoken to over %s once its certificate is trusted (needs openssl and a host name of this machine)',
    async (scheme) => {
      const before = getCACertificates('default');
      const { key, cert } = await certificateFor(hostname());
      setDefaultCACertificates([...before, cert]);
      closing.push(() => Promise.resolve(setDefaultCACertificates(before)));
      const { port, mails } = await sink({
        disabledCommands: [],
        secure: scheme === 'smtps',
        key,
        cert,
        ...(ownAddress === undefined ? {} : { host: ownAddress }),
      });
      expect(await send(`${scheme}://${hostname()}:${port}`)).toBe('sent');
      expect(mails[0]?.isEncrypted).toBe(true);
    },
  );
});

async function certificateFor(
  name: string,
): Promise<{ readonly key: string; readonly cert: string }> {
  const directory = await temporaryDirectory();
  const [key, cert] = ['key.pem', 'cert.pem'].map((file) => path.join(directory.path, file)) as [
    string,
    string,
  ]; // two of them
  const subject = ['-subj', '/CN=wardkeep-test', '-addext', `subjectAltName=DNS:${name}`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  await directory.remove();
  return made;
}
