/**
 * - `bad_key`: a text is no verifier key of an Ed25519 signer (C2SP signed-note), or holds a mistake.
 * - `bad_note`: a text is no signed note, no checkpoint, or not one that the expected key signed.
 * - `bad_proof`: a text is no proof, or proves something else than it says.
 * - `unsupported`: this browser, or a page without HTTPS, has no Ed25519 or no SHA-256.
 */
export type ProofErrorCode = 'bad_key' | 'bad_note' | 'bad_proof' | 'unsupported';

/** Nothing that was sent is in a message. */
export class ProofError extends Error {
  readonly code: ProofErrorCode;

  constructor(code: ProofErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProofError';
    this.code = code;
  }
}
