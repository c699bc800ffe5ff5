import type { FastifyReply } from 'fastify';
import type { Problem } from '@wardkeep/contract';
import type { Refusal } from '../gate/index.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
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
    ...(refusal.errors.length === 0 ? {} : { errors: [...refusal.errors] }),
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
      .send(JSON.stringify(operationOutcome(problem)));
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

function operationOutcome(problem: Problem): unknown {
  const code = ISSUE_CODES[problem.code] ?? 'processing';
  const issues = (problem.errors ?? []).map((error) => ({
    severity: 'error',
    code,
    diagnostics: error.message,
    expression: [error.path],
  }));
  return {
    resourceType: 'OperationOutcome',
    id: problem.requestId,
    issue: [
      {
        severity: 'error',
        code,
        details: { coding: [{ code: problem.code }], text: problem.title },
        diagnostics: problem.detail,
      },
      ...issues,
    ],
  };
}

/** https://hl7.org/fhir/R4/valueset-issue-type.html */
const ISSUE_CODES: Partial<Record<Problem['code'], string>> = {
  address_not_allowed: 'security',
  body_too_large: 'too-long',
  csrf_refused: 'security',
  forbidden: 'forbidden',
  internal: 'exception',
  keys_unavailable: 'transient',
  not_found: 'not-found',
  not_json: 'structure',
  not_signed_in: 'login',
  not_supported: 'not-supported',
  too_deep: 'structure',
  too_many_requests: 'throttled',
  unavailable: 'transient',
  unresolved_reference: 'invalid',
  validation_failed: 'invalid',
  wrong_host: 'security',
};
