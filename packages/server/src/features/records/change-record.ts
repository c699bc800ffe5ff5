import {
  deleteByQuery,
  deleteResource,
  patchByQuery,
  patchResource,
  updateByQuery,
  updateResource,
} from '@wardkeep/contract';
import {
  Refusal,
  phiRoute,
  type ChartScope,
  type FhirAnswer,
  type Route,
} from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { refuseOtherType } from './create-record.ts';
import type { Entry } from './entry-rules.ts';
import { writeAnswer, type Answering } from './fhir-answers.ts';
import { namedChart } from './named-chart.ts';
import { ownerOfRecord } from './owner-of-record.ts';
import { alone, runEntries } from './run-entries.ts';
import { chartAskedFor, patientIn, textOf } from './search-text-rules.ts';

/** The next version of a record: `If-Match` names the one that it follows; without it, the last one wins. */
export function updateRecord(base: () => string): Route {
  return phiRoute({
    endpoint: updateResource,
    opens: 'chart',
    person: ownerOfRecord,
    handle: async (scope, { params, body, headers }) => {
      refuseOtherAddress(params, body);
      const { ifMatch } = headers;
      const entry = { ...alone(body), method: 'PUT', target: params, resource: body } as const;
      return answered(scope, { ...entry, ifMatch }, { headers, base: base() });
    },
  });
}

/** @throws {@link Refusal} `validation_failed`. */
export function refuseOtherAddress(
  { type, id }: { readonly type: string; readonly id: string },
  sent: StoredJson,
): void {
  refuseOtherType(type, sent.resourceType);
  if (sent['id'] === id) return;
  throw new Refusal('validation_failed', 'The id is not the one in the address.', {
    errors: [{ path: `${type}.id`, message: 'must be the id in the address', issue: 'value' }],
  });
}

/** The same for the one that a search finds in the chart (https://hl7.org/fhir/R4/http.html#cond-update). */
export function updateFound(base: () => string): Route {
  return phiRoute({
    endpoint: updateByQuery,
    opens: 'chart',
    person: (facts, input) => patientIn(textOf(input.query)) ?? namedChart(facts, input, base()),
    handle: async (scope, { params, query, body, headers }) => {
      refuseOtherType(params.type, body.resourceType);
      const target = { type: params.type, query: textOf(query) };
      const { ifMatch } = headers;
      const entry = { ...alone(body), method: 'PUT', target, resource: body } as const;
      return answered(scope, { ...entry, ifMatch }, { headers, base: base() });
    },
  });
}

/** JSON Patch (https://hl7.org/fhir/R4/http.html#patch). */
export function patchRecord(base: () => string): Route {
  return phiRoute({
    endpoint: patchResource,
    opens: 'chart',
    person: ownerOfRecord,
    handle: (scope, { params, body, headers }) =>
      answered(
        scope,
        {
          ...alone({ resourceType: params.type }),
          method: 'PATCH',
          target: params,
          patch: body,
          ifMatch: headers.ifMatch,
        },
        { headers, base: base() },
      ),
  });
}

export function patchFound(base: () => string): Route {
  return phiRoute({
    endpoint: patchByQuery,
    opens: 'chart',
    person: chartAskedFor,
    handle: (scope, { params, query, body, headers }) =>
      answered(
        scope,
        {
          ...alone({ resourceType: params.type }),
          method: 'PATCH',
          target: { type: params.type, query: textOf(query) },
          patch: body,
          ifMatch: headers.ifMatch,
        },
        { headers, base: base() },
      ),
  });
}

/** Out of the chart, and of all that is found in it. Deleting what is deleted changes nothing. */
export function deleteRecord(base: () => string): Route {
  return phiRoute({
    endpoint: deleteResource,
    opens: 'chart',
    person: ownerOfRecord,
    handle: (scope, { params, headers }) => {
      const entry = { ...alone({ resourceType: params.type }), method: 'DELETE' } as const;
      const { ifMatch } = headers;
      return answered(scope, { ...entry, target: params, ifMatch }, { headers, base: base() });
    },
  });
}

export function deleteFound(base: () => string): Route {
  return phiRoute({
    endpoint: deleteByQuery,
    opens: 'chart',
    person: chartAskedFor,
    handle: (scope, { params, query, headers }) => {
      const entry = { ...alone({ resourceType: params.type }), method: 'DELETE' } as const;
      const target = { type: params.type, query: textOf(query) };
      const { ifMatch } = headers;
      return answered(scope, { ...entry, target, ifMatch }, { headers, base: base() });
    },
  });
}

async function answered(
  scope: ChartScope,
  entry: Entry,
  answering: Answering,
): Promise<FhirAnswer> {
  const [ran] = await runEntries(scope, [entry], {
    onProgress: () => undefined,
    base: answering.base,
  });
  if (ran === undefined) throw new Error('a change was planned and not made');
  return writeAnswer(scope, ran, answering);
}
