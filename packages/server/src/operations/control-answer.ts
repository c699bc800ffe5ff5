import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { OperatorError } from './operator-error.ts';
import { operatorErrorOf, type ToldError } from './told-error.ts';

/** How far long work is, in the work's own words. */
export interface ControlProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** What a command was given. Secrets come in the body, never in the address. */
export interface ControlRequest {
  readonly body: string;
  /** The last part of an address that ends in `/:id`, else empty. */
  readonly id: string;
  readonly onProgress: (progress: ControlProgress) => void;
}

/**
 * `json`: one JSON object. `lines`: NDJSON, any number of `{"progress":{phase,done,total}}`, then exactly one
 * `{"result":{…}}` or `{"error":{"code","message"}}`; the work outlives the connection. A refusal that comes before
 * the first line has the same form and an HTTP status of its own.
 */
export interface ControlRoute {
  readonly reply: 'json' | 'lines';
  run(request: ControlRequest): Promise<object>;
}

/** By `METHOD /address`; `:id` stands for one last part. */
export type ControlRoutes = Readonly<Record<string, ControlRoute>>;

/** A signed list of restrictions comes with a restore; at 90 bytes a line this is a hundred thousand of them. */
const LARGEST_BODY = 10 * 1024 * 1024;
const STATUS: Readonly<Record<string, number>> = {
  bad_request: 400,
  bad_settings: 400,
  not_found: 404,
  too_large: 413,
  locked: 423,
  keys_unavailable: 503,
  jobs_unavailable: 503,
  failed: 500,
};

/** A command with a JSON body, or with none where `schema` takes an empty object. */
export function jsonRoute<Body>(
  schema: z.ZodType<Body>,
  handle: (body: Body, request: ControlRequest) => Promise<object>,
): ControlRoute {
  return { reply: 'json', run: async (request) => handle(parseBody(schema, request), request) };
}

/** The same for long work. */
export function workRoute<Body>(
  schema: z.ZodType<Body>,
  handle: (body: Body, request: ControlRequest) => Promise<object>,
): ControlRoute {
  return { reply: 'lines', run: async (request) => handle(parseBody(schema, request), request) };
}

/** Without the last part of an address that names something: it is safe to log. */
export function commandOf({ method = '', url = '' }: IncomingMessage): string {
  return `${method} ${url.split('/').slice(0, 3).join('/')}`;
}

/** @param onUnknown - Told of failures whose message must not leave, so that the log has at least their kind. */
export async function answerOperator(
  routes: ControlRoutes,
  {
    request,
    response,
    onUnknown,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly onUnknown: (error: unknown) => void;
  },
): Promise<void> {
  const found = findRoute(routes, request);
  const isLines = found?.route.reply === 'lines';
  const begin = (status: number): void => {
    if (response.headersSent) return;
    const type = isLines ? 'application/x-ndjson' : 'application/json';
    response.writeHead(status, { 'content-type': type });
  };
  const onProgress = (progress: ControlProgress): void => {
    if (!isLines || response.destroyed) return;
    begin(200);
    response.write(`${JSON.stringify({ progress })}\n`);
  };
  try {
    if (found === undefined) throw new OperatorError('not_found', 'There is no such command.');
    const body = await readBody(request);
    const result = await found.route.run({ body, id: found.id, onProgress });
    begin(200);
    response.end(isLines ? `${JSON.stringify({ result })}\n` : JSON.stringify(result));
  } catch (error) {
    const told: ToldError = operatorErrorOf(error);
    if (told.code === 'failed') onUnknown(error);
    begin(STATUS[told.code] ?? 409);
    response.end(`${JSON.stringify({ error: told })}\n`);
  }
}

function findRoute(
  routes: ControlRoutes,
  { method = '', url = '' }: IncomingMessage,
): { readonly route: ControlRoute; readonly id: string } | undefined {
  const exact = `${method} ${url}`;
  if (Object.hasOwn(routes, exact)) return withId(routes[exact], '');
  const cut = url.lastIndexOf('/');
  const pattern = `${method} ${url.slice(0, cut)}/:id`;
  return Object.hasOwn(routes, pattern) ? withId(routes[pattern], url.slice(cut + 1)) : undefined;
}

function withId(route: ControlRoute | undefined, id: string) {
  return route === undefined ? undefined : { route, id };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array); // an IncomingMessage without an encoding yields Buffers
    length += bytes.length;
    if (length > LARGEST_BODY) {
      throw new OperatorError('too_large', 'The body has more than 10 MiB.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Says which member is wrong and never what it held: it may be a passphrase. */
function parseBody<Body>(schema: z.ZodType<Body>, { body }: ControlRequest): Body {
  const parsed = schema.safeParse(body.trim() === '' ? {} : parseJson(body));
  if (parsed.success) return parsed.data;
  const members = parsed.error.issues.map((issue) => issue.path.join('.') || 'body');
  throw new OperatorError('bad_request', `Not as this command takes it: ${members.join(', ')}.`);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the text.
    throw new OperatorError('bad_request', 'The body is no JSON.');
  }
}
