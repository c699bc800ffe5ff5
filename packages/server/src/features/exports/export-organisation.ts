import { exportOrganisation as endpoint } from '@wardkeep/contract';
import { manyChartsRoute, ownPerson, refusal } from '../../gate/index.ts';
import { grantsOfGrantee } from '../grants/index.ts';
import { isMember } from '../organisations/index.ts';
import { wholeChart } from './whole-chart.ts';

/** Everybody in the caller's care for one organisation, one chart after the other, as the caller sees it. */
export const exportOrganisation = manyChartsRoute({
  endpoint,
  mediaType: 'application/fhir+ndjson',
  fileName: 'organisation.ndjson',
  people: async (facts, { params: { organisationId } }) => {
    const { tx, gate, now } = facts;
    const callerId = ownPerson(facts);
    if (callerId === null || !(await isMember(tx, gate, { organisationId, personId: callerId })))
      throw refusal('not_found');
    const grants = await grantsOfGrantee(tx, gate.hashes, callerId);
    const people = grants
      .filter((grant) => grant.kind === 'care-team' && grant.organisationId === organisationId)
      .filter(({ validFrom, validUntil }) => validFrom <= now && (validUntil ?? now) >= now)
      .map(({ patientId }) => patientId);
    return [...new Set(people)];
  },
  chart: async (scope) => {
    const { records } = await wholeChart(scope);
    return Buffer.from(records.map(({ resource }) => `${JSON.stringify(resource)}\n`).join(''));
  },
});
