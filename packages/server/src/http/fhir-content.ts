import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '@wardkeep/contract';
import { Refusal, type FhirHeaders } from '../gate/index.ts';

/** What a FHIR client asks for beside the address, for routes that look at it. */
export function fhirHeadersOf({ headers }: FastifyRequest): FhirHeaders {
  return {
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
    ifNoneExist: oneOf(headers['if-none-exist']),
    prefer: oneOf(headers['prefer']),
  };
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join(', ') : header;
}

/**
 * Somebody who asks a FHIR address for another format than JSON, or for another version than R4, by `_format` or else by
 * `Accept` (https://hl7.org/fhir/R4/http.html#mime-type).
 */
export function fhirFault(endpoint: Endpoint, request: FastifyRequest): Refusal | undefined {
  if (endpoint.replyKind !== 'fhir') return undefined;
  const wanted = formatIn(request.query) ?? request.headers.accept ?? '*/*';
  if (wanted.split(',').some(isOurs)) return undefined;
  return new Refusal(
    'not_acceptable',
    'Wardkeep speaks FHIR R4 as JSON. Ask for application/fhir+json, or for nothing in particular.',
  );
}

/** A plus sign in an address is a space to whoever reads forms. */
function formatIn(query: unknown): string | undefined {
  if (typeof query !== 'object' || query === null || !('_format' in query)) return undefined;
  const { _format: format } = query;
  return typeof format === 'string' && format !== '' ? format.replaceAll(' ', '+') : undefined;
}

const OURS: ReadonlySet<string> = new Set([
  '*/*',
  'application/*',
  'application/json',
  'application/fhir+json',
  'application/json+fhir',
  'text/json',
  'json',
]);

function isOurs(range: string): boolean {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const others = parameters.some(
    (each) => /^q=0(?:\.0*)?$/.test(each) || /^fhirversion=(?!"?4\.0"?$)/.test(each),
  );
  return OURS.has(type) && !others;
}

export function isJson({ mediaTypes }: Endpoint, request: FastifyRequest): boolean {
  return (mediaTypes ?? ['application/json', 'application/fhir+json']).includes(mediaType(request));
}

export function isForm(request: FastifyRequest): boolean {
  return mediaType(request) === 'application/x-www-form-urlencoded';
}

/** In lower case, without parameters; empty without one. */
export function mediaType({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}
