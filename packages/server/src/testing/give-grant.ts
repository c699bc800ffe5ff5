import { randomUUID } from 'node:crypto';
import { RECORD_KINDS, type ConsentTerms } from '@wardkeep/contract';
import { grantName } from '../db/sealed-columns.ts';
import { insertGrant } from '../features/grants/grant-store.ts';
import type { GrantRow } from '../features/grants/index.ts';
import { clientPurpose, pseudonymsOf } from '../gate/index.ts';
import type { TestServer } from './test-server.ts';

export const EVERYTHING: ConsentTerms = {
  kinds: [...RECORD_KINDS],
  sensitivities: [],
  mayWrite: true,
  mayShare: true,
};

/** As if it had been offered and accepted: the row that the features write, under the server's own keys. */
export async function giveGrant(
  { database, wardkeep }: Pick<TestServer, 'database' | 'wardkeep'>,
  given: Pick<GrantRow, 'patientId' | 'kind'> &
    Partial<GrantRow> & { readonly terms?: ConsentTerms | null; readonly isClient?: boolean },
): Promise<{ readonly grantId: string; readonly pseudonym: string | null }> {
  const { gate } = wardkeep.state;
  if (gate === undefined) throw new Error('the keys are locked');
  const { terms = EVERYTHING, isClient = false, patientId, granteeId = null, ...rest } = given;
  const grantId = randomUUID();
  const purpose = clientPurpose(granteeId ?? '');
  const pseudonym = isClient ? pseudonymsOf(gate.hashes, purpose, patientId).idOf(patientId) : null;
  await database.db.transaction(async (tx) => {
    const keys = await gate.vault.readKeys(tx, [patientId], ['chart']);
    const chart = gate.vault.unlock(keys, patientId, 'chart');
    if (chart === undefined) throw new Error('there is no such chart');
    const open = { label: 'Test', patientLabel: 'Test', proposed: null, endsOn: null };
    const detail = { ...open, terms: withTerms(given.kind) ? terms : null };
    const grant = {
      grantId,
      patientId,
      state: 'active',
      granteeId,
      organisationId: null,
      parentId: null,
      pseudonym,
      version: 1,
      validFrom: new Date(Date.now() - 60_000),
      validUntil: null,
      createdAt: new Date(),
      ...rest,
      sealed: chart.seal(grantName(grantId, 1), detail),
    } as const;
    await insertGrant(tx, gate.hashes, grant);
    chart.close();
  });
  return { grantId, pseudonym };
}

function withTerms(kind: GrantRow['kind']): boolean {
  return kind === 'consent' || kind === 'care-team';
}
