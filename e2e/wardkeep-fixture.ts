import { test as base } from '@playwright/test';
import { startServer, type ServerProcess } from '../tools/demo/server-process.ts';
import { throwAway } from '../tools/demo/throw-away.ts';

/** A server of the worker's own: the real one, on a database of its own, never set up. */
export const test = base.extend<object, { wardkeep: ServerProcess }>({
  wardkeep: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures that are asked for
    async ({}, use) => {
      const where = await throwAway('e2e');
      const server = await startServer(where, {
        WARDKEEP_PORT: '0',
        WARDKEEP_RATE_LIMIT_FACTOR: '1000',
      });
      await use(server);
      await server.stop();
      await where.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';
