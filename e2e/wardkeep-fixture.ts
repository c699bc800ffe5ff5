import { test as base } from '@playwright/test';
import { startServer, type ServerProcess } from '../tools/demo/server-process.ts';
import { throwAway } from '../tools/demo/throw-away.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';

interface Servers {
  /** The real one, on a database of its own, never set up. */
  readonly wardkeep: ServerProcess;
  /** The same once more: what one file of tests has set up, another must not find. */
  readonly unhurried: ServerProcess;
  /** The same again, for emergencies. */
  readonly treating: ServerProcess;
  /** And again, for who looks at who looked. */
  readonly watched: ServerProcess;
  /** And again, for people who let each other in. */
  readonly consenting: ServerProcess;
  /** And again, for one chart. */
  readonly charting: ServerProcess;
  /** Another, on which nobody has to wait before they confirm that they are erased. */
  readonly impatient: ServerProcess;
  /**
   * Believes a proxy on this machine, so that tests can come from other countries; nobody waits there before a lost
   * second factor is made up for.
   */
  readonly worldly: ServerProcess;
  readonly mailbox: Mailbox;
  /** Writes e-mail to the mailbox, and confirms addresses by it. */
  readonly mailing: ServerProcess;
}

/** Servers of the worker's own; each is started when a test first asks for it. */
export const test = base.extend<object, Servers>({
  wardkeep: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures that are asked for
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  unhurried: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  consenting: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  watched: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  treating: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  charting: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({}, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  impatient: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({ WARDKEEP_ERASURE_WAITING_DAYS: '0' }, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  worldly: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer(WORLDLY, use),
    { scope: 'worker', timeout: 120_000 },
  ],
  mailbox: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const mailbox = await startMailbox();
      await use(mailbox);
      await mailbox.stop();
    },
    { scope: 'worker' },
  ],
  mailing: [
    async ({ mailbox }, use) =>
      withServer(
        { WARDKEEP_SMTP_URL: mailbox.url, WARDKEEP_MAIL_SENDER: 'wardkeep@example.test' },
        use,
      ),
    { scope: 'worker', timeout: 120_000 },
  ],
});

const WORLDLY = {
  WARDKEEP_TRUSTED_PROXIES: '127.0.0.1,::1',
  WARDKEEP_RECOVERY_WAITING_DAYS: '0',
} as const;

async function withServer(
  settings: Readonly<Record<string, string>>,
  use: (server: ServerProcess) => Promise<void>,
): Promise<void> {
  const where = await throwAway('e2e');
  const server = await startServer(where, {
    WARDKEEP_PORT: '0',
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
    ...settings,
  });
  await use(server);
  await server.stop();
  await where.remove();
}

export { expect } from '@playwright/test';
