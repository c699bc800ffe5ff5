import { ClientError, ProblemError } from '@wardkeep/client';
import { CliError } from './cli-error.ts';
import { NeedleError } from './scan/needle.ts';

/** Whatever went wrong, as a sentence that says what to do. */
export function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof ProblemError) return refusedBy(error);
  if (error instanceof NeedleError)
    return new CliError('bad_needles', error.message, { cause: error });
  // What the fetch threw, which knows the address.
  if (error instanceof ClientError && error.cause instanceof CliError) return error.cause;
  if (error instanceof ClientError)
    return new CliError(
      'unexpected_reply',
      `What answers is no Wardkeep server of this version: ${error.message}.`,
      { cause: error },
    );
  return new CliError(
    'unexpected_reply',
    `This failed in a way nobody foresaw (${nameOf(error)}).`,
    { cause: error },
  );
}

/** @param server - Its origin, as it was tried. */
export function noAnswer(server: string, cause: unknown): CliError {
  const code = systemCode(cause);
  return new CliError(
    'unreachable',
    `No server answers at ${server}${code === undefined ? '' : ` (${code})`}. Is it running there? --server names another address.`,
    { cause },
  );
}

function refusedBy(error: ProblemError): CliError {
  const { detail, errors = [], code } = error.problem;
  const problemCode = code;
  if (code === 'not_signed_in')
    return new CliError(
      'no_session',
      'The session has ended. Sign in again: wardkeep sign-in --email …',
      { cause: error, problemCode },
    );
  const where = errors.map(({ path, message }) => `\n  ${path}: ${message}`);
  return new CliError('refused', `${detail}${where.join('')}`, { cause: error, problemCode });
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED` …: fetch hides it one level down. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^[A-Z_]+$/.test(error.code))
    return error.code;
  return systemCode(error.cause);
}

/** Never its message: that may hold what was read. */
function nameOf(error: unknown): string {
  return systemCode(error) ?? (error instanceof Error ? error.name : typeof error);
}
