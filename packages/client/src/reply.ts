import {
  type Endpoint,
  Problem,
  type Progress,
  ProgressLine,
  type ReplyOf,
} from '@wardkeep/contract';
import { ClientError, ProblemError } from './errors.ts';

/** @throws `ProblemError` for problem+json and OperationOutcome, `ClientError` `unexpected_reply` for any other refusal. */
export async function refuseProblems(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = await readJson(response);
  throw problemError(problemInOutcome(body, response.status) ?? body, response);
}

/** The body as the contract's type; `null` where the contract says that there is none. */
export async function readReply<E extends Endpoint>(
  endpoint: E,
  response: Response,
): Promise<ReplyOf<E>> {
  return parseReply(endpoint, endpoint.replyKind === 'none' ? null : await readJson(response));
}

/**
 * Reads an `application/x-ndjson` reply to its last line.
 *
 * @throws `ProblemError` when that line is a problem, `ClientError` `unexpected_reply` when the stream
 * ends before a reply: whether the work was done is then not known.
 */
export async function readProgress<E extends Endpoint>(
  endpoint: E,
  response: Response,
  onProgress: (progress: Progress) => void,
): Promise<ReplyOf<E>> {
  if (!response.headers.get('content-type')?.startsWith('application/x-ndjson')) {
    return readReply(endpoint, response);
  }
  for await (const text of lines(response)) {
    const line = parseLine(text);
    if (line.kind === 'progress') onProgress(line);
    if (line.kind === 'problem') throw new ProblemError(line.problem);
    if (line.kind === 'reply') return parseReply(endpoint, line.body);
  }
  throw new ClientError('unexpected_reply', 'the reply ended before its last line');
}

function parseReply<E extends Endpoint>(endpoint: E, body: unknown): ReplyOf<E> {
  const parsed = endpoint.reply.safeParse(body);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- next line
  if (parsed.success) return parsed.data as ReplyOf<E>; // what E's own schema has just accepted
  // zod's own message could quote what was received; only where it differs is kept.
  const paths = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new ClientError('unexpected_reply', `${endpoint.action}: the reply differs at ${paths}`);
}

/**
 * The problem that an OperationOutcome stands for: under /fhir the server refuses in FHIR's own words, with its code
 * in `issue[0].details` (https://hl7.org/fhir/R4/operationoutcome.html).
 */
function problemInOutcome(body: unknown, status: number): unknown {
  if (!hasMember(body, 'resourceType') || body.resourceType !== 'OperationOutcome')
    return undefined;
  // An array of whatever was sent; each member is looked at before it is believed.
  const issues =
    hasMember(body, 'issue') && Array.isArray(body.issue) ? (body.issue as unknown[]) : [];
  const [first, ...rest] = issues;
  const code = memberAt(first, 'details', 'coding', 0, 'code');
  const errors = rest.map((issue) => ({
    path: textAt(issue, 'expression', 0),
    message: textAt(issue, 'diagnostics'),
  }));
  const requestId = textAt(body, 'id');
  const title = textAt(first, 'details', 'text');
  const detail = textAt(first, 'diagnostics');
  return { type: 'about:blank', title, status, code, detail, errors, requestId };
}

function hasMember<Name extends string | number>(
  value: unknown,
  name: Name,
): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = memberAt(value, ...path);
  return typeof found === 'string' ? found : '';
}

function memberAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, step) => (hasMember(here, step) ? here[step] : undefined),
    value,
  );
}

function problemError(body: unknown, response: Response): Error {
  const problem = Problem.safeParse(body);
  if (problem.success) return new ProblemError(problem.data, retryAfterSeconds(response));
  const { status } = response;
  return new ClientError('unexpected_reply', `status ${status} without a problem that we know`);
}

/** Our server writes seconds, never a date. */
function retryAfterSeconds({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : null;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new ClientError('unexpected_reply', `status ${response.status} without JSON`, error);
  }
}

function parseLine(text: string): ProgressLine {
  try {
    return ProgressLine.parse(JSON.parse(text));
  } catch (error) {
    throw new ClientError('unexpected_reply', 'a line of the reply is not the contract', error);
  }
}

async function* lines(response: Response): AsyncGenerator<string> {
  if (!response.body) return;
  let rest = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const pieces = (rest + part.value).split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
