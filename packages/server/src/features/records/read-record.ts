import { readResource as endpoint, type QueryOf } from '@wardkeep/contract';
import {
  FhirAnswer,
  Refusal,
  phiRoute,
  refusal,
  type ChartScope,
  type FhirHeaders,
} from '../../gate/index.ts';
import { summarise } from '../../fhir/search/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { recordHeaders } from './fhir-answers.ts';
import { isUnchanged } from './fhir-header-rules.ts';
import { UUID, ownerOfRecord } from './owner-of-record.ts';
import { readRecord as readStored } from './record-store.ts';
import { asResource } from './search-chart.ts';
import { readVersionsBefore } from './versions-store.ts';

/**
 * One record, as this caller sees it. What it refers to may be outside of what they see: ids are random and say nothing,
 * and opening one that is answers like one that does not exist.
 */
export const readRecord = phiRoute({
  endpoint,
  opens: 'chart',
  person: ownerOfRecord,
  ahead: ({ params: { type, id } }) => (UUID.test(id) ? { type, resourceId: id } : undefined),
  handle: async (scope, { params, query, headers }) => {
    const { type, id } = params;
    const record = await readStored(scope.tx, scope.personId, type, id);
    if (record === undefined) throw await whyNotThere(scope, type, id);
    const [seen] = await scope.see([record]);
    if (seen === undefined) throw refusal('not_found');
    return readAnswer(record, seen.resource, { query, headers });
  },
});

export interface ReadAsked {
  readonly query: Part;
  readonly headers: FhirHeaders;
}

/** A version of a record, or that it is the one that the client has. */
export function readAnswer(
  there: { readonly version: number; readonly updatedAt: Date },
  resource: StoredJson,
  { query, headers }: ReadAsked,
): FhirAnswer {
  const versioned = recordHeaders(there.version, there.updatedAt);
  if (isUnchanged(headers, there)) return new FhirAnswer(304, undefined, versioned);
  return new FhirAnswer(200, partOf(resource, query), versioned);
}

/** Of PostgreSQL's int: past every version. */
const NEWEST = 2 ** 31 - 1;

/** `gone` for whoever saw what was there before; to everybody else nothing ever was. */
export async function whyNotThere(scope: ChartScope, type: string, id: string): Promise<Refusal> {
  const [, before] = await readVersionsBefore(scope.tx, scope.personId, {
    type,
    id,
    before: NEWEST,
    limit: 2,
  });
  const seen = before === undefined ? [] : await scope.compare([before]);
  if (seen.length === 0) return refusal('not_found');
  return goneAway();
}

export function goneAway(): Refusal {
  return new Refusal('gone', 'This record was deleted. What it said is in its history.');
}

type Part = Pick<QueryOf<typeof endpoint>, '_summary' | '_elements'>;

/** @throws {@link Refusal} `validation_failed` for both at once. */
function partOf(resource: StoredJson, { _summary, _elements }: Part): object {
  const isShort = _summary !== undefined && _summary !== 'false';
  if (isShort && _elements !== undefined)
    throw new Refusal('validation_failed', 'The query of the request is not as it must be.', {
      errors: [{ path: '_elements', message: 'must not stand beside _summary' }],
    });
  if (isShort)
    return summarise(asResource(resource), { keep: _summary === 'true' ? 'summary' : _summary });
  if (_elements === undefined) return resource;
  const elements = _elements.split(',').map((name) => name.trim());
  return summarise(asResource(resource), { keep: 'elements', elements });
}
