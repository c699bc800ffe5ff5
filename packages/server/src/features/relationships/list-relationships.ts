import { PersonId, listRelationships as endpoint, type Relationship } from '@wardkeep/contract';
import { peopleRoute, type ChartScope, type OpenedGrant } from '../../gate/index.ts';
import { grantsOfGrantee } from '../grants/index.ts';
import { nameFor } from './patient-names.ts';

/** The gate leaves out whoever has ended it, or has not begun it yet. */
export const listRelationships = peopleRoute({
  endpoint,
  opens: 'chart',
  people: async ({ tx, gate, caller }) => {
    if (caller.kind !== 'person') return [];
    const grants = await grantsOfGrantee(tx, gate.hashes, caller.personId);
    return [...new Set(grants.map(({ patientId }) => patientId))];
  },
  handle: (scopes) =>
    Promise.resolve({
      relationships: scopes.flatMap((scope) => scope.grants.map((grant) => describe(scope, grant))),
    }),
});

function describe(scope: ChartScope, grant: OpenedGrant): Relationship {
  const { caller, gate } = scope;
  const { grantId, kind, patientId, version, validUntil, detail } = grant;
  scope.read({ type: 'Grant', id: grantId, version });
  const isClient = caller.kind === 'person' && caller.role === 'client';
  return {
    grantId,
    patientId: PersonId.parse(nameFor(gate.hashes, caller, patientId)),
    kind,
    patientLabel: isClient ? null : detail.patientLabel,
    terms: detail.terms,
    proposed: detail.proposed?.terms ?? null,
    proposedUntil: detail.proposed?.until ?? null,
    until: validUntil?.toISOString() ?? null,
    version,
  };
}
