/**
 * One project for each package, so that `vitest run --project server` runs one alone.
 *
 * Only the server's project has a global set-up: it starts one throw-away PostgreSQL for all its
 * files. The others must stay quick to start.
 */
import { defineConfig } from 'vitest/config';

const plain = (name: string, folder: string) => ({
  test: {
    name,
    root: import.meta.dirname,
    include: [`${folder}/**/*.test.{ts,tsx,mjs}`],
    environment: 'node' as const,
    // Ends what hangs; how long something takes on a machine that does much else is no test's to say.
    testTimeout: 60_000,
  },
});

const server = plain('server', 'packages/server/src');

export default defineConfig({
  test: {
    pool: 'forks',
    // The machines that run this have two cores, and PostgreSQL needs a share of them.
    maxWorkers: 2,
    projects: [
      plain('crypto', 'packages/crypto'),
      plain('contract', 'packages/contract'),
      plain('client', 'packages/client'),
      {
        test: {
          ...server.test,
          // Loading the server anew for each file cost more than half of its tests' time. A file undoes what it sets.
          isolate: false,
          globalSetup: ['./packages/server/src/testing/global-setup.ts'],
          // Starting PostgreSQL, and a database from the template, are inside these.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      plain('cli', 'packages/cli'),
      plain('web', 'packages/web'),
      plain('vectors', 'vectors'),
      // The architecture test cruises the tree; the linter's test starts the type-aware linter.
      { test: { ...plain('tools', 'tools').test, testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
});
