import { z } from 'zod';

/** Stable codes of every refusal (RFC 9457 `code` member). Clients decide by these, never by text. */
export const PROBLEM_CODES = [
  'bad_media_type',
  'body_too_large',
  'chart_belongs_to_another',
  'csrf_refused',
  'email_unavailable',
  'erasure_waiting',
  'forbidden',
  'internal',
  'invitation_invalid',
  'keys_unavailable',
  'legal_hold',
  'locked',
  'not_found',
  'not_json',
  'not_signed_in',
  'not_supported',
  'set_up_already_done',
  'set_up_needed',
  'share_ended',
  'too_deep',
  'too_many_requests',
  'unavailable',
  'unresolved_reference',
  'validation_failed',
  'wrong_credentials',
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
