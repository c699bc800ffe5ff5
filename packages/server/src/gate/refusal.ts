import type { ProblemCode } from '@wardkeep/contract';

/** HTTP status of each code. `satisfies` keeps the two lists alike. */
export const STATUS = {
  address_not_allowed: 403,
  bad_media_type: 415,
  body_too_large: 413,
  chart_belongs_to_another: 409,
  code_wrong: 401,
  csrf_refused: 403,
  email_unavailable: 409,
  erasure_waiting: 409,
  factor_limit: 409,
  forbidden: 403,
  gone: 410,
  identifier_left: 409,
  internal: 500,
  invitation_invalid: 404,
  keys_unavailable: 503,
  legal_hold: 409,
  link_invalid: 404,
  locked: 503,
  not_acceptable: 406,
  not_found: 404,
  not_json: 400,
  not_signed_in: 401,
  not_supported: 422,
  // The relationship is there, and does not go as far as this.
  out_of_scope: 403,
  password_refused: 422,
  // RFC 5789 §2.2: the patch can't be applied to what is there.
  patch_conflict: 409,
  patient_required: 422,
  precondition_failed: 412,
  second_factor_needed: 401,
  second_factor_set_up_needed: 403,
  set_up_already_done: 409,
  set_up_needed: 503,
  share_ended: 404,
  sign_up_closed: 403,
  // RFC 9470: the authentication is not as recent as this needs.
  step_up_needed: 401,
  too_deep: 400,
  too_many_requests: 429,
  too_slow: 408,
  unavailable: 503,
  unresolved_reference: 422,
  validation_failed: 422,
  wrong_credentials: 401,
  // RFC 9110 §15.5.20: this server is not what that host name stands for.
  wrong_host: 421,
} as const satisfies Record<ProblemCode, number>;

export interface FieldError {
  /** Where in the input, for example `entry[3].resource.subject`. */
  readonly path: string;
  readonly message: string;
  /** Of FHIR's issue types (https://hl7.org/fhir/R4/valueset-issue-type.html), where it is known. */
  readonly issue?: string;
}

/**
 * The one way to say no. Whatever the request had begun is rolled back, and the attempt is audited on its own.
 * Neither `detail` nor `errors` ever hold a value that was sent or stored: they are shown, and logged.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  /** Whose data the attempt was about, when the handler knows and the gate can't: a failed sign-in. */
  readonly about: string | undefined;
  /** What the audit log says, where the answer says less on purpose. */
  readonly reason: ProblemCode;
  /** Seconds after which the same request may work; sent as Retry-After. */
  readonly retryAfterS: number | undefined;
  /** Nobody looked at what was asked for: like a rate limit, this is no attempt, and leaves no audit event. */
  readonly isOverload: boolean;

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      readonly errors?: readonly FieldError[];
      readonly about?: string;
      readonly reason?: ProblemCode;
      readonly retryAfterS?: number;
      readonly isOverload?: true;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: more.cause });
    this.code = code;
    this.errors = more.errors ?? [];
    this.about = more.about;
    this.reason = more.reason ?? code;
    this.retryAfterS = more.retryAfterS;
    this.isOverload = more.isOverload === true;
  }

  get status(): number {
    return STATUS[this.code];
  }
}
