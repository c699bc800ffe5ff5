import { setImmediate } from 'node:timers/promises';
import { exportDeidentified as endpoint } from '@wardkeep/contract';
import { Refusal, ownPerson, peopleRoute, type ChartScope } from '../../gate/index.ts';
import { grantsOfGrantee } from '../grants/index.ts';
import { RESOURCE_TYPES, readRecordsOfTypes } from '../records/index.ts';

/** Of one export: all of it is checked before its first byte leaves, and so all of it is held until then. */
export const EXPORT_CHARTS_MOST = 500;
export const EXPORT_BYTES_MOST = 128 * 1024 * 1024;

/**
 * The charts of everybody who consented to this client, one FHIR resource a line. One chart is open at a time; what was
 * made of it is kept in memory, up to {@link EXPORT_BYTES_MOST}, until all are done: when one holds an identifier nothing
 * leaves. Charts follow each other by pseudonym.
 * @throws {@link Refusal} `identifier_left`; `not_supported` for more than that at once.
 */
export const exportDeidentified = peopleRoute({
  endpoint,
  opens: 'chart',
  people: async (facts) => {
    const clientId = ownPerson(facts);
    if (clientId === null) return [];
    const grants = await grantsOfGrantee(facts.tx, facts.gate.hashes, clientId);
    const holding = grants.filter(
      ({ validFrom, validUntil }) =>
        validFrom <= facts.now && (validUntil === null || facts.now < validUntil),
    );
    const people = [...new Set(holding.map(({ patientId }) => patientId))];
    if (people.length > EXPORT_CHARTS_MOST) throw tooMuch();
    return people;
  },
  handle: async (scopes, { body }) => {
    const charts: Buffer[] = [];
    let length = 0;
    for (const scope of scopes) {
      const chart = await linesOf(scope, body.withFreeText);
      length += chart.length;
      if (length > EXPORT_BYTES_MOST) throw tooMuch();
      charts.push(chart);
      // Whoever else is asking gets a turn between two charts.
      await setImmediate();
    }
    const inOrder = charts.toSorted((a, b) => a.compare(b));
    return {
      mediaType: 'application/fhir+ndjson',
      fileName: 'de-identified.ndjson',
      length,
      chunks: async function* () {
        yield* inOrder;
      },
    };
  },
});

async function linesOf(scope: ChartScope, withFreeText: boolean): Promise<Buffer> {
  const chart = await readRecordsOfTypes(scope.tx, scope.personId, [...RESOURCE_TYPES]);
  const resources = await scope.deidentified(chart, { withFreeText });
  return Buffer.from(resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''));
}

function tooMuch(): Refusal {
  return new Refusal(
    'not_supported',
    `One export holds at most ${EXPORT_CHARTS_MOST} charts and ${EXPORT_BYTES_MOST / 1024 / 1024} MiB. Nothing was exported.`,
  );
}
