import type { Endpoint } from '@wardkeep/contract';
import type { LooseInput } from './call-types.ts';

/** Streams need `duplex`, which the DOM's own types do not know yet (https://fetch.spec.whatwg.org/#requestinit). */
export type StreamableInit = RequestInit & { duplex?: 'half' };

export interface RequestParts {
  readonly url: string;
  readonly init: StreamableInit & { headers: Headers };
}

/**
 * Turns a call into what `fetch` takes; adds nothing that depends on who is signed in.
 *
 * @throws `TypeError` when a parameter of the path is missing.
 */
export function requestFor(baseUrl: string, endpoint: Endpoint, input: LooseInput): RequestParts {
  const headers = new Headers({ accept: acceptFor(endpoint) });
  const init: RequestParts['init'] = { method: endpoint.method, headers, redirect: 'error' };
  if (input.signal) init.signal = input.signal;
  setBody(init, endpoint, input);
  return {
    url: baseUrl + pathWith(endpoint.path, members(input.params)) + search(members(input.query)),
    init,
  };
}

function acceptFor(endpoint: Endpoint): string {
  if (endpoint.replyKind === 'bytes') return '*/*';
  return endpoint.replyKind === 'fhir' ? 'application/fhir+json' : 'application/json';
}

function setBody(init: RequestParts['init'], endpoint: Endpoint, input: LooseInput): void {
  if (endpoint.bodyKind === 'none') return;
  const { body, mediaType } = input;
  init.headers.set('content-type', mediaType ?? contentTypeFor(endpoint));
  if (body instanceof ReadableStream) init.duplex = 'half';
  init.body = isBytes(body) ? withoutOwnType(body) : JSON.stringify(body ?? {});
}

function contentTypeFor(endpoint: Endpoint): string {
  if (endpoint.bodyKind === 'bytes') return 'application/octet-stream';
  const isFhir = endpoint.replyKind === 'fhir' || endpoint.bodyKind === 'records';
  return isFhir ? 'application/fhir+json' : 'application/json';
}

function isBytes(body: unknown): body is Blob | Uint8Array<ArrayBuffer> | ReadableStream {
  return body instanceof Blob || body instanceof Uint8Array || body instanceof ReadableStream;
}

/** A file's own type must not compete with the header that says what the contract expects. */
function withoutOwnType<T extends Blob | Uint8Array<ArrayBuffer> | ReadableStream>(
  body: T,
): T | Blob {
  return body instanceof Blob ? body.slice(0, body.size, '') : body;
}

function members(value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
      typeof member === 'string' || typeof member === 'number' ? [[name, String(member)]] : [],
    ),
  );
}

function pathWith(path: string, params: Map<string, string>): string {
  return path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params.get(name);
    if (value === undefined || value === '') throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

function search(query: Map<string, string>): string {
  return query.size === 0 ? '' : `?${new URLSearchParams([...query]).toString()}`;
}
