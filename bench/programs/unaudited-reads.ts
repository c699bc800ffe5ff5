/**
 * Our server without the events of what only reads: `node unaudited-reads.ts`, with the settings of any other. It is what
 * `audit/read-overhead-16` measures beside, and nothing of the product starts it. Says its set-up link on standard output.
 */
import { readConfig } from '../../packages/server/src/config/read-config.ts';
import { writing, type MakeLane, type RoadIn } from '../../packages/server/src/gate/index.ts';
import { openLog } from '../../packages/server/src/operations/index.ts';
import { startWardkeep } from '../../packages/server/src/start-wardkeep.ts';

const nothing = (): Promise<void> => Promise.resolve();
const makeLane: MakeLane = () => ({
  append: nothing,
  refused: nothing,
  settle: nothing,
  stop: nothing,
});
const roadIn: RoadIn = (parts, tx) => ({ ...writing(parts, tx), record: nothing });

const config = readConfig();
const wardkeep = await startWardkeep(config, openLog(config), { makeLane, roadIn });
process.once('SIGTERM', () => {
  wardkeep.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
console.log(wardkeep.setUpLink);
