import { CliError } from './cli-error.ts';

const LEAST = 3;
const MOST = 2000;

/**
 * What somebody gives as the reason, as the server takes it.
 * @throws {@link CliError} `usage`
 */
export function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason.length >= LEAST && reason.length <= MOST) return reason;
  throw new CliError(
    'usage',
    `A reason has ${LEAST} to ${MOST} characters; this one has ${reason.length}.`,
  );
}
