import { readCheckpoints as endpoint } from '@wardkeep/contract';
import { plainRoute, readSignedLogs } from '../../gate/index.ts';

/** For whoever remembers checkpoints: browsers, the command line, an auditor. It says nothing about anybody. */
export const readCheckpoints = plainRoute({
  endpoint,
  unaudited: true,
  handle: async (request) => ({
    body: { logs: [...(await request.read((tx) => readSignedLogs(tx, request.gate)))] },
  }),
});
