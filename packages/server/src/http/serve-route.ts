import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Action, Endpoint, Progress, ProgressLine } from '@wardkeep/contract';
import {
  Refusal,
  whyNever,
  type BytesReply,
  type Credential,
  type Gate,
  type Route,
  type SentRecords,
  type Served,
  type UntrustedRequest,
} from '../gate/index.ts';
import { deviceToken, refreshToken, setSessionCookies } from './cookies.ts';
import { credentialOf } from './credential-of.ts';
import { csrfFault } from './csrf.ts';
import { problemOf, sendProblem } from './problem-reply.ts';
import { languageOf } from './language.ts';
import { LARGE_BODY_BYTES, withBodySlot } from './large-bodies.ts';
import { fhirFault, fhirHeadersOf, isForm, isJson, mediaType } from './fhir-content.ts';
import { limited } from './limited-body.ts';
import { jsonIn, readForm, readJson } from './read-body.ts';
import { addressKey } from './request-limits.ts';

interface Serving {
  readonly gate: Gate;
  /** Told of a request that nobody had the time to look at. */
  readonly onSentAway: ((action: Action) => void) | undefined;
}

/** session → caller, body → untrusted input, the gate, and what it released → the answer. */
export async function serveRoute(
  { gate, onSentAway }: Serving,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const progress = wantsProgress(route.endpoint, request) ? new ProgressReply(reply) : undefined;
  try {
    const served = await withBodySlot(
      route.endpoint,
      request.headers,
      () => senderOf(request, gate),
      () => passedToGate(gate, route, request, (line) => progress?.progress(line)),
    );
    if (progress === undefined) send(reply, served);
    else progress.end(served.released);
    // A stream is still on its way; what breaks it is to be heard of.
    if (!reply.sent) await reply;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.isOverload) onSentAway?.(route.endpoint.action);
    logCause(request, error);
    await (progress?.refuse(error) ?? sendProblem(reply, error));
  }
}

/** The person, where there is a session; else the address. */
async function senderOf(request: FastifyRequest, gate: Gate): Promise<string> {
  const credential = await credentialOf(request, gate);
  return credential.kind === 'session' ? credential.personId : addressKey(request);
}

type OnProgress = UntrustedRequest['onProgress'];

function passedToGate(
  gate: Gate,
  route: Route,
  request: FastifyRequest,
  onProgress: OnProgress,
): Promise<Served> {
  const serve = (all: Vetted): Promise<Served> =>
    route.serve(gate, untrustedRequest(request, all, onProgress));
  const all = vetted(gate, route.endpoint, request);
  return all instanceof Promise ? all.then(serve) : serve(all);
}

function untrustedRequest(
  request: FastifyRequest,
  { credential, body, fault }: Vetted,
  onProgress: OnProgress,
): UntrustedRequest {
  const { headers } = request;
  return {
    credential,
    refreshToken: refreshToken(request),
    params: request.params,
    query: request.query,
    body,
    ...(fault === undefined ? {} : { fault }),
    headers: fhirHeadersOf(request),
    requestId: request.id,
    isBackground: headers['wardkeep-background'] === '1',
    address: request.clientAddress,
    userAgent: headers['user-agent']?.slice(0, 300) ?? null,
    deviceToken: deviceToken(request),
    language: languageOf(headers['accept-language']),
    onProgress,
  };
}

/** What is looked at before the gate is asked: who it is said to be, from which page, with what body. */
type Vetted = Pick<UntrustedRequest, 'credential' | 'body'> & {
  readonly fault?: Refusal | undefined;
};

/** At once where there is nothing to wait for: without a body, from a session that is known already. */
function vetted(gate: Gate, endpoint: Endpoint, request: FastifyRequest): Vetted | Promise<Vetted> {
  const credential = credentialOf(request, gate);
  if (credential instanceof Promise || endpoint.bodyKind !== 'none')
    return vet(gate, endpoint, request);
  const isClear =
    (csrfFault(request, credential, gate) ?? fhirFault(endpoint, request)) === undefined;
  return isClear && isAdmissible(endpoint, credential)
    ? { credential, body: undefined }
    : vet(gate, endpoint, request);
}

async function vet(gate: Gate, endpoint: Endpoint, request: FastifyRequest): Promise<Vetted> {
  const credential = await believedCredential(request, gate);
  const early =
    csrfFault(request, credential, gate) ??
    (await notAdmissible(gate, endpoint, { credential, address: request.clientAddress })) ??
    fhirFault(endpoint, request);
  const { value, fault } = early === undefined ? await bodyOf(endpoint, request) : NO_BODY;
  return { credential, body: value, fault: early ?? fault };
}

/**
 * A session that has ended is nobody's, with or without its token: the cookie that is left of it must not keep its
 * owner from signing in again.
 */
async function believedCredential(request: FastifyRequest, gate: Gate): Promise<Credential> {
  const credential = await credentialOf(request, gate);
  const isWithToken = csrfFault(request, credential, gate) === undefined;
  if (credential.kind !== 'session' || isWithToken) return credential;
  const address = request.clientAddress;
  const refusal = await whyNever(gate, { credential, address }, 'session.read');
  return refusal?.code === 'not_signed_in' ? { kind: 'none' } : credential;
}

/**
 * Who could never be admitted is refused before a byte of the body is read: with nothing shown where something must be,
 * and, before a large body, with a link or a session that is nobody's any more.
 */
async function notAdmissible(
  gate: Gate,
  endpoint: Endpoint,
  shown: Pick<UntrustedRequest, 'credential' | 'address'>,
): Promise<Refusal | undefined> {
  if (isAdmissible(endpoint, shown.credential)) return undefined;
  return whyNever(gate, shown, endpoint.action);
}

/** As far as can be said without looking. */
function isAdmissible({ limit }: Endpoint, credential: Credential): boolean {
  return credential.kind !== 'none' && limit.bodyBytes <= LARGE_BODY_BYTES;
}

interface Body {
  readonly value: unknown;
  readonly fault?: Refusal | undefined;
}

const NO_BODY: Body = { value: undefined };

async function bodyOf(endpoint: Endpoint, request: FastifyRequest): Promise<Body> {
  if (endpoint.bodyKind === 'none') return NO_BODY;
  if (endpoint.bodyKind === 'bytes') {
    return { value: limited(bodyStreamOf(request), endpoint.limit.bodyBytes) };
  }
  if (endpoint.bodyKind === 'records') return { value: recordsSent(endpoint, request) };
  if (!(request.body instanceof Readable)) return { value: undefined };
  const isRight = endpoint.bodyKind === 'form' ? isForm(request) : isJson(endpoint, request);
  if (!isRight) {
    request.body.resume();
    return { value: undefined, fault: wrongKind(endpoint) };
  }
  const read = endpoint.bodyKind === 'form' ? readForm : readJson;
  const json = await read(request.body, endpoint.limit.bodyBytes);
  return 'fault' in json ? { value: undefined, fault: json.fault } : json;
}

/** Read by whoever takes it, and only once they are let in. */
function recordsSent(endpoint: Endpoint, request: FastifyRequest): SentRecords {
  const stream = limited(bodyStreamOf(request), endpoint.limit.bodyBytes);
  return { mediaType: mediaType(request), stream, json: jsonIn };
}

function bodyStreamOf({ body }: FastifyRequest): Readable {
  return body instanceof Readable ? body : Readable.from([]);
}

/** FHIR has a status of its own for it (https://hl7.org/fhir/R4/http.html#mime-type). */
function wrongKind({ bodyKind, replyKind, mediaTypes }: Endpoint): Refusal {
  if (bodyKind === 'form')
    return new Refusal(
      'bad_media_type',
      'Send a form: content-type application/x-www-form-urlencoded.',
    );
  if (mediaTypes !== undefined)
    return new Refusal('bad_media_type', `Send content-type ${mediaTypes.join(' or ')}.`);
  return new Refusal(
    replyKind === 'fhir' ? 'bad_media_type' : 'not_json',
    'Send JSON: content-type application/json or application/fhir+json.',
  );
}

function send(reply: FastifyReply, { released, cookies }: Served): FastifyReply {
  if (cookies !== undefined) setSessionCookies(reply, cookies);
  switch (released.kind) {
    case 'none':
      return reply.code(204).send();
    case 'json':
      return reply
        .code(released.status)
        .type('application/json; charset=utf-8')
        .send(released.text ?? JSON.stringify(released.body));
    case 'fhir':
      void reply.code(released.status).headers(released.headers ?? {});
      if (released.body === undefined) return reply.send();
      return reply.type('application/fhir+json; charset=utf-8').send(JSON.stringify(released.body));
    case 'bytes': {
      const { bytes } = released;
      if (bytes.length !== null) void reply.header('content-length', bytes.length);
      return (
        reply
          .code(200)
          .type(bytes.mediaType)
          .header(
            'content-disposition',
            `inline; filename*=UTF-8''${encodeURIComponent(fileNameFor(bytes))}`,
          )
          // Whatever is in the file, it runs nothing here and reads nothing of this origin.
          .header(
            'content-security-policy',
            "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; plugin-types application/pdf; sandbox",
          )
          .send(Readable.from(bytes.chunks(), { objectMode: false }))
      );
    }
  }
}

function wantsProgress(endpoint: Endpoint, request: FastifyRequest): boolean {
  return (
    endpoint.progress === true && request.headers.accept?.includes('application/x-ndjson') === true
  );
}

/** An `application/x-ndjson` answer: progress lines while the work goes on, then one line that says how it ended. */
class ProgressReply {
  readonly #reply: FastifyReply;
  #begun = false;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  progress(progress: Progress): void {
    this.#write({ kind: 'progress', ...progress });
  }

  end(released: Served['released']): FastifyReply {
    const body = released.kind === 'json' ? released.body : null;
    this.#write({ kind: 'reply', status: 200, body });
    this.#reply.raw.end();
    return this.#reply;
  }

  /** Before the first line a refusal is an ordinary problem with its own status. */
  refuse(refusal: Refusal): FastifyReply {
    if (!this.#begun) return sendProblem(this.#reply, refusal);
    this.#write({ kind: 'problem', problem: problemOf(refusal, this.#reply.request.id) });
    this.#reply.raw.end();
    return this.#reply;
  }

  #write(line: ProgressLine): void {
    if (!this.#begun) {
      this.#begun = true;
      this.#reply.hijack();
      const { raw } = this.#reply;
      for (const [name, value] of Object.entries(this.#reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
      raw.setHeader('cache-control', 'no-store');
      raw.writeHead(200);
    }
    this.#reply.raw.write(`${JSON.stringify(line)}\n`);
  }
}

/** What broke, for the operator: kinds and codes, never messages, which may quote what was sent or stored. */
function logCause(request: FastifyRequest, refusal: Refusal): void {
  if (refusal.status < 500) return;
  request.log.error(
    { code: refusal.code, causes: causesOf(refusal.cause), requestId: request.id },
    'a request failed',
  );
}

function causesOf(
  error: unknown,
): readonly { readonly name: string; readonly code: string | null; readonly at: string | null }[] {
  if (error instanceof AggregateError) return error.errors.flatMap(causesOf);
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // The first frame is a place in our code; the message before it may hold data.
  const at = /\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? null;
  return [{ name: error.name, code, at }, ...causesOf(error.cause)];
}

/** The name that the file was given, with the ending of what it is: a page that calls itself a PDF is saved as a PDF. */
function fileNameFor({ fileName, mediaType }: BytesReply): string {
  const name = fileName.toWellFormed();
  const [ending, ...others] = ENDINGS[mediaType] ?? ['.bin'];
  return [ending, ...others].some((each) => each !== undefined && name.toLowerCase().endsWith(each))
    ? name
    : `${name}${ending ?? ''}`;
}

const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  'application/pdf': ['.pdf'],
  'image/png': ['.png'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/gif': ['.gif'],
  'image/webp': ['.webp'],
  'application/fhir+json': ['.json'],
  'application/fhir+ndjson': ['.ndjson'],
  'application/xml': ['.xml'],
  'application/zip': ['.zip'],
};
