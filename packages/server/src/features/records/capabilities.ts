import { capabilities as endpoint } from '@wardkeep/contract';
import { FhirAnswer, plainRoute, type Route } from '../../gate/index.ts';
import { capabilityStatement } from './capability-rules.ts';

/** What this server can do, made once from the routes that there are. */
export function capabilities(routes: readonly Route[], base: () => string): Route {
  const endpoints = routes.map((route) => route.endpoint);
  // Where it is found is known once it listens.
  let statement: object | undefined;
  return plainRoute({
    endpoint,
    unaudited: true,
    handle: () => {
      statement ??= capabilityStatement(endpoints, base());
      return Promise.resolve({ body: new FhirAnswer(200, statement) });
    },
  });
}
