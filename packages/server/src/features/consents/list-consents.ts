import { listConsents as endpoint } from '@wardkeep/contract';
import { phiRoute } from '../../gate/index.ts';
import { grantsOfPatient, openGrant } from '../grants/index.ts';
import { asConsented } from './consented.ts';
import { describeConsents } from './describe-consents.ts';

/** Newest first, whatever became of them. */
export const listConsents = phiRoute({
  endpoint,
  opens: 'chart',
  person: (_facts, { params }) => params.patientId,
  handle: async (scope) => {
    const { tx, gate, personId } = scope;
    const given = await grantsOfPatient(tx, gate.hashes, personId, ['consent', 'care-team']);
    const consents = given.flatMap((grant) => asConsented(openGrant(scope, grant)) ?? []);
    scope.read(
      ...consents.map(({ grantId, version }) => ({ type: 'Grant', id: grantId, version })),
    );
    return { consents: [...(await describeConsents(scope, consents))] };
  },
});
