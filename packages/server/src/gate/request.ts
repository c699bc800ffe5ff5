import type { Readable } from 'node:stream';
import type { BodyOf, Endpoint, Language, ParamsOf, Progress, QueryOf } from '@wardkeep/contract';
import type { z } from 'zod';
import { Refusal, type FieldError } from './refusal.ts';
import type { Credential } from './credential.ts';

/** With what and from where somebody asks. */
export interface ClientFacts {
  /** The client's address; null when it can't be known. */
  readonly address: string | null;
  /** What the browser says of itself, at most 300 characters; null when it says nothing. */
  readonly userAgent: string | null;
  /** From its cookie: a browser that was here before. */
  readonly deviceToken: string | undefined;
  /** The first of its languages that there is a catalogue for. */
  readonly language: Language;
}

/** What a FHIR client says beside address and body (https://hl7.org/fhir/R4/http.html), as it came. */
export interface FhirHeaders {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifModifiedSince?: string | undefined;
  readonly ifNoneExist?: string | undefined;
  readonly prefer?: string | undefined;
}

/** Clinical data as it came in, unread. */
export interface SentRecords {
  /** In lower case, without parameters. */
  readonly mediaType: string;
  /** Breaks with `body_too_large`. */
  readonly stream: Readable;
  /** A text of JSON, with the limits of a JSON body. @throws {@link Refusal} `not_json`, `too_deep`, `body_too_large`. */
  readonly json: (text: Uint8Array | string) => unknown;
}

/** A request as it came in: who it says it is, and input that nobody has checked. */
export interface UntrustedRequest extends ClientFacts {
  readonly credential: Credential;
  /** From its cookie; used by the session routes only. */
  readonly refreshToken: string | undefined;
  readonly params: unknown;
  readonly query: unknown;
  /** Parsed JSON, a stream for `bytes`, {@link SentRecords} for `records`, undefined for none. */
  readonly body: unknown;
  /** What is wrong with the request before anybody looks inside it: not JSON, too large, from another site. */
  readonly fault?: Refusal;
  /** Of a request to a FHIR address. */
  readonly headers?: FhirHeaders;
  readonly requestId: string;
  /** Sent by a page on its own, not because somebody did something: does not keep a session from going idle. */
  readonly isBackground: boolean;
  readonly onProgress: (progress: Progress) => void;
}

export interface Input<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly headers: FhirHeaders;
  readonly onProgress: (progress: Progress) => void;
}

/** @throws {@link Refusal} `validation_failed` with the path of each wrong member, and no value. */
export function parseInput<E extends Endpoint>(endpoint: E, request: UntrustedRequest): Input<E> {
  if (request.fault !== undefined) throw request.fault;
  const input = {
    params: parse(endpoint.params, request.params, 'path'),
    query: parse(endpoint.query, request.query, 'query'),
    body: parse(endpoint.body, hasBody(endpoint) ? request.body : {}, 'body'),
    headers: request.headers ?? {},
    onProgress: request.onProgress,
  };
  // Each member was parsed by the endpoint's own schema; z.ZodType alone has forgotten what that makes.
  return input as Input<E>;
}

function hasBody({ bodyKind }: Endpoint): boolean {
  return bodyKind === 'json' || bodyKind === 'form';
}

/** The stream of a `bytes` endpoint. */
export function bodyStream(request: UntrustedRequest): Readable {
  // http/ hands a stream to every endpoint whose bodyKind is `bytes`, and nothing else calls this.
  return request.body as Readable;
}

/** What came to a `records` endpoint. */
export function sentRecords(request: UntrustedRequest): SentRecords {
  // http/ hands one to every endpoint whose bodyKind is `records`, and nothing else calls this.
  return request.body as SentRecords;
}

function parse(schema: z.ZodType, value: unknown, where: string): unknown {
  // Schemas pass over it, as over no other name: what is not understood is refused.
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
    throw notAsItMustBe(where, [{ path: '__proto__', message: 'is no name that is known here' }]);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 20).map((issue) => ({
    path: pathOf(issue.path, where),
    message: issue.message,
  }));
  // A path parameter that can't be an id names nothing that exists.
  if (where === 'path') throw new Refusal('not_found', 'There is nothing here.');
  throw notAsItMustBe(where, errors);
}

function notAsItMustBe(where: string, errors: readonly FieldError[]): Refusal {
  return new Refusal('validation_failed', `The ${where} of the request is not as it must be.`, {
    errors,
  });
}

function pathOf(path: readonly PropertyKey[], where: string): string {
  const text = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  return text === '' ? where : text.replace(/^\./, '');
}
