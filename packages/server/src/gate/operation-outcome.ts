import type { ProblemCode } from '@wardkeep/contract';
import type { Refusal } from './refusal.ts';

/**
 * A refusal as FHIR clients know one (https://hl7.org/fhir/R4/operationoutcome.html): what was refused first, then each
 * place in the input.
 */
export function operationOutcome(refusal: Refusal, requestId: string) {
  const code = ISSUE_CODES[refusal.code] ?? 'processing';
  const issues = refusal.errors.map(({ path, message, issue }) => ({
    severity: 'error',
    code: issue ?? code,
    diagnostics: message,
    expression: [path],
  }));
  return {
    resourceType: 'OperationOutcome',
    id: requestId,
    issue: [
      {
        severity: 'error',
        code,
        details: { coding: [{ code: refusal.code }] },
        diagnostics: refusal.message,
      },
      ...issues,
    ],
  };
}

/** https://hl7.org/fhir/R4/valueset-issue-type.html */
const ISSUE_CODES: Partial<Record<ProblemCode, string>> = {
  address_not_allowed: 'security',
  bad_media_type: 'not-supported',
  body_too_large: 'too-long',
  csrf_refused: 'security',
  forbidden: 'forbidden',
  gone: 'deleted',
  internal: 'exception',
  keys_unavailable: 'transient',
  not_acceptable: 'not-supported',
  not_found: 'not-found',
  not_json: 'structure',
  not_signed_in: 'login',
  not_supported: 'not-supported',
  patch_conflict: 'conflict',
  patient_required: 'required',
  precondition_failed: 'conflict',
  too_deep: 'structure',
  too_many_requests: 'throttled',
  too_slow: 'timeout',
  unavailable: 'transient',
  unresolved_reference: 'invalid',
  validation_failed: 'invalid',
  wrong_host: 'security',
};
