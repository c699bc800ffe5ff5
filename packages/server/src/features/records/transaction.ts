import { transaction as endpoint } from '@wardkeep/contract';
import { Refusal, phiRoute, refusal, type ChartScope, type Route } from '../../gate/index.ts';
import { readEntries, type Entry } from './entry-rules.ts';
import { responseEntry, type Answering } from './fhir-answers.ts';
import { namedChart } from './named-chart.ts';
import { readRecord } from './record-store.ts';
import { pathOf } from './resolve-entries.ts';
import { ERRORS_MOST } from './reference-rules.ts';
import { runEntries, type Ran } from './run-entries.ts';
import { searchBundle } from './search-bundle.ts';
import { whyNotThere } from './read-record.ts';
import { entriesAboutOthers } from './subject-rules.ts';

/** FHIR's own transaction, in one chart: all of it or nothing (https://hl7.org/fhir/R4/http.html#transaction). */
export function transaction(base: () => string): Route {
  return phiRoute({
    endpoint,
    opens: 'chart',
    person: (facts, input) => namedChart(facts, input, base()),
    handle: async (scope, { body, headers, onProgress }) => {
      const entries = entriesOf(body);
      refuseOthers(entriesAboutOthers(body, scope.personId, base()));
      const ran = await runEntries(scope, entries, { onProgress, base: base() });
      const answering = { headers, base: base() };
      const answered: object[] = [];
      for (const each of ran)
        answered.push(
          each.did === 'read'
            ? await readEntry(scope, each, answering)
            : await responseEntry(scope, each, answering),
        );
      return {
        resourceType: 'Bundle' as const,
        type: 'transaction-response',
        entry: answered,
      };
    },
  });
}

function entriesOf(body: Readonly<Record<string, unknown>>): readonly Entry[] {
  const detail = 'The Bundle is not as FHIR R4 asks. Nothing was stored.';
  if (body['resourceType'] !== 'Bundle')
    throw new Refusal('validation_failed', detail, {
      errors: [{ path: 'resourceType', message: 'must be Bundle', issue: 'structure' }],
    });
  if (body['type'] !== 'transaction') {
    const message = 'must be transaction or batch: other Bundles say what was, not what to store';
    throw new Refusal('validation_failed', detail, {
      errors: [{ path: 'type', message, issue: 'value' }],
    });
  }
  const read = readEntries(body);
  if (read.kind === 'wrong')
    throw new Refusal('validation_failed', detail, { errors: read.errors });
  return read.entries;
}

/** @throws {@link Refusal} `validation_failed` for more than one chart. */
function refuseOthers(others: readonly number[]): void {
  if (others.length === 0) return;
  throw new Refusal(
    'validation_failed',
    'A transaction is about one chart, and this one names several patients. Nothing was stored. Send one for each, or a batch: each of its entries goes its own way.',
    {
      errors: others.slice(0, ERRORS_MOST).map((index) => ({
        path: `entry[${index}].resource`,
        message: 'is about another person than the chart of this transaction',
        issue: 'not-supported',
      })),
    },
  );
}

/** A GET sees what the rest of the Bundle has written. */
async function readEntry(scope: ChartScope, { entry }: Ran, { base }: Answering): Promise<object> {
  if (entry.method !== 'GET') throw new Error('only a GET is left to be read');
  const { target } = entry;
  if ('query' in target) {
    const resource = await searchBundle(scope, { ...target, handling: 'strict', base });
    return { resource, response: { status: '200 OK' } };
  }
  const record = await readRecord(scope.tx, scope.personId, target.type, target.id);
  const [seen] = record === undefined ? [] : await scope.see([record]);
  if (record === undefined || seen === undefined) {
    const why =
      record === undefined
        ? await whyNotThere(scope, target.type, target.id)
        : refusal('not_found');
    throw new Refusal(why.code, why.message, {
      errors: [{ path: pathOf(entry), message: 'names nothing that is there' }],
    });
  }
  const { version, updatedAt } = record;
  return {
    fullUrl: `${base}/${target.type}/${target.id}`,
    resource: seen.resource,
    response: {
      status: '200 OK',
      etag: `W/"${version}"`,
      lastModified: updatedAt.toISOString(),
    },
  };
}
