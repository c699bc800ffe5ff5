/** Started by `cluster-process.ts`: supervises a cluster until it is killed. */
import { startEmbeddedCluster } from '../db/embedded-cluster.ts';
import { silentLog } from './silent-log.ts';

const [, , directory] = process.argv;
if (directory === undefined) throw new Error('the directory is missing');
const cluster = await startEmbeddedCluster({ directory, log: silentLog });
process.stdout.write(`${JSON.stringify({ settings: cluster.settings, pid: cluster.pid })}\n`);
setInterval(() => undefined, 60_000);
