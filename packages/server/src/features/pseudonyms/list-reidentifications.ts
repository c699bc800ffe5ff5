import { listReidentifications as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { describeReidentification, detailOf } from './describe-reidentification.ts';
import { readReidentifying } from './reidentification-store.ts';

const MOST = 100;

export const listReidentifications = plainRoute({
  endpoint,
  handle: async (request) => {
    const { gate, now } = request;
    const requests = await request.commit(async (tx) => {
      const rows = await readReidentifying(tx, gate.hashes, MOST);
      return rows.map((row) => describeReidentification(row, detailOf(gate, row), now));
    });
    return { body: { requests } };
  },
});
