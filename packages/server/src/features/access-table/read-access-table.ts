import { readAccessTable as endpoint } from '@wardkeep/contract';
import { plainRoute } from '../../gate/index.ts';
import { accessRows } from './access-rows.ts';

/** From the very table that the gate decides by. */
export const readAccessTable = plainRoute({
  endpoint,
  handle: async (request) => {
    await request.commit(() => Promise.resolve());
    const rows = accessRows().map(({ by, ...row }) => ({ ...row, by: copied(by) }));
    return { body: { rows } };
  },
});

function copied(by: ReturnType<typeof accessRows>[number]['by']) {
  return Object.fromEntries(Object.entries(by).map(([role, ways]) => [role, [...ways]]));
}
