import { searchResources, searchResourcesByForm } from '@wardkeep/contract';
import { FhirAnswer, phiRoute, type Route } from '../../gate/index.ts';
import { handlingOf } from './fhir-header-rules.ts';
import { searchBundle } from './search-bundle.ts';
import { chartAskedFor, textOf } from './search-text-rules.ts';

/** A search inside one chart. */
export function searchRecords(base: () => string): Route {
  return phiRoute({
    endpoint: searchResources,
    opens: 'chart',
    person: chartAskedFor,
    handle: (scope, { params, query, headers }) =>
      searchBundle(scope, {
        type: params.type,
        query: textOf(query),
        handling: handlingOf(headers),
        base: base(),
      }),
  });
}

/** The same with what is looked for in the body: nothing of it stands in an address. */
export function searchRecordsByForm(base: () => string): Route {
  return phiRoute({
    endpoint: searchResourcesByForm,
    reads: true,
    opens: 'chart',
    person: chartAskedFor,
    handle: async (scope, { params, query, body, headers }) => {
      const bundle = await searchBundle(scope, {
        type: params.type,
        query: textOf(query, body),
        handling: handlingOf(headers),
        base: base(),
      });
      return new FhirAnswer(200, bundle);
    },
  });
}
