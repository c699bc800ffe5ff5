import { readResource as endpoint } from '@wardkeep/contract';
import { phiRoute, refusal } from '../../gate/index.ts';
import { findOwner, readRecord as readStored } from './record-store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * One record, as this caller sees it. What it refers to may be outside of what they see: ids are random and say nothing,
 * and opening one that is answers like one that does not exist.
 */
export const readRecord = phiRoute({
  endpoint,
  opens: 'chart',
  person: ({ tx }, { params }) => (UUID.test(params.id) ? findOwner(tx, params.id) : null),
  handle: async (scope, { params }) => {
    const record = await readStored(scope.tx, scope.personId, params.type, params.id);
    const [seen] = record === undefined ? [] : await scope.see([record]);
    if (seen === undefined) throw refusal('not_found');
    return seen.resource;
  },
});
