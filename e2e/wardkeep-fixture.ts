import { test as base } from '@playwright/test';
import { startServer, type ServerProcess } from '../tools/demo/server-process.ts';
import { throwAway } from '../tools/demo/throw-away.ts';

interface Servers {
  /** The real one, on a database of its own, never set up. */
  readonly wardkeep: ServerProcess;
  /** The same once more: what one file of tests has set up, another must not find. */
  readonly unhurried: ServerProcess;
  /** Another, on which nobody has to wait before they confirm that they are erased. */
  readonly impatient: ServerProcess;
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
  impatient: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => withServer({ WARDKEEP_ERASURE_WAITING_DAYS: '0' }, use),
    { scope: 'worker', timeout: 120_000 },
  ],
});

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
