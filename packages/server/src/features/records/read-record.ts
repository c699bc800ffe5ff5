import { readResource as endpoint } from '@wardkeep/contract';
import { recordName } from '../../db/sealed-columns.ts';
import { Refusal, phiRoute } from '../../gate/index.ts';
import { findOwner, readRecord as readStored } from './record-store.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const readRecord = phiRoute({
  endpoint,
  opens: 'chart',
  person: ({ tx }, { params }) => (UUID.test(params.id) ? findOwner(tx, params.id) : null),
  handle: async (scope, { params }) => {
    const record = await readStored(scope.tx, scope.personId, params.type, params.id);
    if (record === undefined)
      throw new Refusal('not_found', 'There is nothing here, or it is not yours to see.');
    scope.read({ type: record.type, id: record.id, version: record.version });
    return scope.vault.open(recordName(record), record.sealed);
  },
});
