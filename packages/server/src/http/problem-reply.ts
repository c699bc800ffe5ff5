import type { FastifyReply } from 'fastify';
import type { Problem } from '@wardkeep/contract';
import { operationOutcome, type Refusal } from '../gate/index.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  406: 'Not in this format',
  408: 'Too slow',
  409: 'Conflict',
  410: 'Deleted',
  412: 'Not as it was',
  413: 'Too large',
  415: 'Wrong kind of file',
  421: 'Not served under this name',
  422: 'Not as it must be',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

export function problemOf(refusal: Refusal, requestId: string): Problem {
  return {
    type: `https://wardkeep.invalid/problems/${refusal.code}`,
    title: TITLES[refusal.status] ?? 'Refused',
    status: refusal.status,
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.errors.length === 0
      ? {}
      : { errors: refusal.errors.map(({ path, message }) => ({ path, message })) }),
    requestId,
  };
}

/** RFC 9457 problem+json; under /fhir an OperationOutcome, which FHIR clients know (https://hl7.org/fhir/R4/operationoutcome.html). */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal, reply.request.id);
  void reply.code(refusal.status);
  // What is still on its way is not read: the connection ends with the answer.
  if (!reply.request.raw.complete) void reply.header('connection', 'close');
  const retryAfterS = refusal.retryAfterS ?? RETRY_AFTER_S[refusal.code];
  if (retryAfterS !== undefined) void reply.header('retry-after', String(retryAfterS));
  if (reply.request.url.startsWith('/fhir/')) {
    return reply
      .type('application/fhir+json; charset=utf-8')
      .send(JSON.stringify(operationOutcome(refusal, problem.requestId)));
  }
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** Nothing is wrong with the request: the same one works once the server can, or may. */
const RETRY_AFTER_S: Partial<Record<Problem['code'], number>> = {
  keys_unavailable: 5,
  locked: 5,
  too_many_requests: 60,
  unavailable: 5,
};
