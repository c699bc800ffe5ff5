/**
 * - `bad_event`: what the caller wants recorded cannot become a leaf (an action that is not one word, an id that is no
 *   UUIDv7, a time out of range).
 * - `bad_checkpoint`: a text is not a checkpoint, or not one that the expected key signed.
 * - `bad_proof_request`: a proof was asked for an index or size that the tree does not have.
 * - `log_damaged`: the stored log contradicts itself, or what was signed; nothing more is signed on top of it.
 * - `log_rewound`: the stored log is behind what was signed: an older database was put back; nothing more is signed either.
 */
export type AuditErrorCode =
  'bad_event' | 'bad_checkpoint' | 'bad_proof_request' | 'log_damaged' | 'log_rewound';

/** Messages name columns, logs, sizes and leaf indexes; never a person, a resource or a value. */
export class AuditError extends Error {
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuditError';
    this.code = code;
  }
}
