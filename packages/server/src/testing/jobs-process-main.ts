/** Started by operations/jobs.test.ts: takes a job that never ends, says so, and waits to be killed. */
import type { ConnectionSettings } from '../db/connection-settings.ts';
import { startJobs } from '../operations/jobs.ts';
import { silentLog } from './silent-log.ts';

const [, , text = ''] = process.argv;
// `as`: written by that test
const settings = JSON.parse(text) as ConnectionSettings;
const jobs = await startJobs({
  settings,
  log: silentLog,
  schedules: [],
  queues: {
    long: {
      admits: 'one',
      handle: async ({ onProgress }) => {
        onProgress({ phase: 'walking', done: 1, total: 2 });
        process.stdout.write('begun\n');
        await new Promise((resolve) => setTimeout(resolve, 600_000));
        return {};
      },
    },
  },
});
await jobs.start('long', {});
