import { z } from 'zod';

/** Stable codes of every refusal (RFC 9457 `code` member). Clients decide by these, never by text. */
export const PROBLEM_CODES = [
  'address_not_allowed',
  'bad_media_type',
  'body_too_large',
  'chart_belongs_to_another',
  'code_wrong',
  'csrf_refused',
  'email_unavailable',
  'erasure_waiting',
  'factor_limit',
  'forbidden',
  'gone',
  'identifier_left',
  'internal',
  'invitation_invalid',
  'keys_unavailable',
  'legal_hold',
  'link_invalid',
  'locked',
  'not_acceptable',
  'not_found',
  'not_json',
  'not_signed_in',
  'not_supported',
  'out_of_scope',
  'password_refused',
  'patch_conflict',
  'patient_required',
  'precondition_failed',
  'second_factor_needed',
  'second_factor_set_up_needed',
  'set_up_already_done',
  'set_up_needed',
  'share_ended',
  'sign_up_closed',
  'step_up_needed',
  'too_deep',
  'too_many_requests',
  'too_slow',
  'unavailable',
  'unresolved_reference',
  'validation_failed',
  'wrong_credentials',
  'wrong_host',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** RFC 9457 problem details. `detail` names the field, the limit and what to do; never a value that was sent. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  /** Where in the input, as a path such as `entry[3].resource.subject`. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
