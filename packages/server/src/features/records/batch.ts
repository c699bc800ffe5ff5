import { transaction as endpoint } from '@wardkeep/contract';
import {
  Refusal,
  operationOutcome,
  whyNever,
  type FhirHeaders,
  type Route,
  type UntrustedRequest,
} from '../../gate/index.ts';
import { isFhirPathPatch, isObject, noFhirPathPatch, patchIn, readQuery } from './entry-rules.ts';
import { returnedOf } from './fhir-header-rules.ts';
import { at, text } from './fhir-path-rules.ts';

/** Each is a request of its own, and a batch counts as one for the limits. */
const ENTRIES_MOST = 1000;

type Gate = Parameters<Route['serve']>[0];

/**
 * What is sent to the root: a batch is taken apart, and each entry is served by the route that serves it alone, with its own
 * transaction, admission and audit event; so no entry can fail another. Everything else is a transaction.
 */
export function bundles(transaction: Route, routes: readonly Route[]): Route {
  return {
    kind: 'phi',
    endpoint,
    serve: async (gate, request) => {
      const isBatch = text(request.body, 'resourceType') === 'Bundle' && isBatchIn(request.body);
      const isOpen = request.fault === undefined && isBatch;
      // Who may not at all is refused once, and recorded, as for any Bundle.
      if (!isOpen || (await whyNever(gate, request, endpoint.action)) !== undefined)
        return transaction.serve(gate, request);
      const { entry = [] } = request.body as { readonly entry?: unknown }; // a Bundle, as was just seen
      if (!Array.isArray(entry) || entry.length > ENTRIES_MOST)
        return transaction.serve(gate, { ...request, fault: tooMany() });
      const answered: object[] = [];
      for (const each of entry) answered.push(await serveEntry(gate, routes, request, each));
      const body = { resourceType: 'Bundle', type: 'batch-response', entry: answered };
      return { released: { kind: 'fhir', status: 200, body } };
    },
  };
}

function isBatchIn(body: unknown): boolean {
  return text(body, 'type') === 'batch';
}

function tooMany(): Refusal {
  const message = `must be a list of at most ${ENTRIES_MOST} entries; send the rest in another Bundle`;
  return new Refusal('validation_failed', 'The Bundle is not as FHIR R4 asks. Nothing was done.', {
    errors: [{ path: 'entry', message }],
  });
}

async function serveEntry(
  gate: Gate,
  routes: readonly Route[],
  request: UntrustedRequest,
  entry: unknown,
): Promise<object> {
  try {
    return await served(gate, routes, request, entry);
  } catch (error) {
    // Whatever went wrong is this entry's alone, and was recorded with it.
    if (!(error instanceof Refusal)) throw error;
    const outcome = operationOutcome(error, request.requestId);
    return { response: { status: String(error.status), outcome } };
  }
}

async function served(
  gate: Gate,
  routes: readonly Route[],
  request: UntrustedRequest,
  entry: unknown,
): Promise<object> {
  const method = text(entry, 'request', 'method') ?? '';
  const url = (text(entry, 'request', 'url') ?? '').replace(/^\/?(?:fhir\/R4\/)?/, '');
  const mark = url.indexOf('?');
  const path = `/fhir/R4/${mark < 0 ? url : url.slice(0, mark)}`;
  const found = routeOf(routes, method, path);
  if (found === undefined)
    throw new Refusal('not_supported', 'No entry of a batch can ask for this.', {
      errors: [
        { path: 'request.url', message: 'must be an address of this server, with its method' },
      ],
    });
  if (method === 'PATCH' && isFhirPathPatch(at(entry, 'resource')))
    throw new Refusal('not_supported', 'Nothing was changed.', {
      errors: [noFhirPathPatch('resource')],
    });
  const body = bodyOf(found.route, entry);
  const fault = faultOf(found.route, body);
  const { released } = await found.route.serve(gate, {
    ...request,
    ...(fault === undefined ? {} : { fault }),
    params: found.params,
    query: mark < 0 ? {} : parametersOf(url.slice(mark + 1)),
    body,
    headers: headersOf(entry, request.headers),
    onProgress: () => undefined,
  });
  if (released.kind !== 'fhir')
    throw new Error('an entry was served by a route that is not FHIR’s');
  return responseOf(method, released);
}

function routeOf(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  const steps = path.split('/');
  const fitting = routes.flatMap((route) => {
    if (route.endpoint.method !== method) return [];
    const params = paramsIn(route.endpoint.path.split('/'), steps);
    return params === undefined ? [] : [{ route, params }];
  });
  // As an address is routed: what names more itself comes first.
  return fitting.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

function paramsIn(
  pattern: readonly string[],
  steps: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== steps.length) return undefined;
  const params: [string, string][] = [];
  for (const [index, part] of pattern.entries()) {
    const step = steps[index] ?? '';
    if (part.startsWith(':')) params.push([part.slice(1), step]);
    else if (part !== step) return undefined;
  }
  return Object.fromEntries(params);
}

function parametersOf(search: string): Readonly<Record<string, string | readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const [name, value] of readQuery(search))
    found.set(name, [...(found.get(name) ?? []), value]);
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

function bodyOf({ endpoint: { method, bodyKind } }: Route, entry: unknown): unknown {
  if (bodyKind !== 'json') return undefined;
  const resource = at(entry, 'resource');
  return method === 'PATCH' ? patchIn(resource) : resource;
}

/** An entry is no larger than it could be alone. */
function faultOf({ endpoint: { limit } }: Route, body: unknown): Refusal | undefined {
  if (body === undefined || Buffer.byteLength(JSON.stringify(body)) <= limit.bodyBytes)
    return undefined;
  const most = `${Math.floor(limit.bodyBytes / 1024)} KiB`;
  return new Refusal(
    'body_too_large',
    `The entry is larger than ${most}, the most that is taken here.`,
  );
}

function headersOf(entry: unknown, { prefer }: FhirHeaders = {}): FhirHeaders {
  const request = at(entry, 'request');
  const of = (name: string): string | undefined => text(request, name) ?? undefined;
  return {
    ifMatch: of('ifMatch'),
    ifNoneMatch: of('ifNoneMatch'),
    ifModifiedSince: of('ifModifiedSince'),
    ifNoneExist: of('ifNoneExist'),
    prefer: returnedOf({ prefer }) === undefined ? 'return=minimal' : prefer,
  };
}

function responseOf(
  method: string,
  released: {
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  },
): object {
  const { etag, location, 'last-modified': modified } = released.headers ?? {};
  const { status, body } = released;
  const isOutcome =
    method !== 'GET' && isObject(body) && body['resourceType'] === 'OperationOutcome';
  return {
    ...(isObject(body) && !isOutcome ? { resource: body } : {}),
    response: {
      status: String(status),
      ...(location === undefined ? {} : { location }),
      ...(etag === undefined ? {} : { etag }),
      ...(modified === undefined ? {} : { lastModified: new Date(modified).toISOString() }),
      ...(isOutcome ? { outcome: body } : {}),
    },
  };
}
