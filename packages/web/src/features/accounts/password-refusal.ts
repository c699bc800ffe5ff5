import { ProblemError } from '@wardkeep/client';
import { problemText } from '../../ui/problem-alert.tsx';
import type { Text } from '../../ui/text.ts';

/** Shown at the password's field; every other refusal stands above the form. */
export function isPasswordRefusal(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'password_refused';
}

/** Null without a refusal, and for a password that is no longer the one that was refused. */
export function passwordRefusalText(
  t: Text,
  error: unknown,
  typed?: { readonly sent: string | undefined; readonly now: string },
): string | null {
  const isStale = typed !== undefined && typed.sent !== typed.now;
  return isPasswordRefusal(error) && !isStale ? problemText(t, error) : null;
}
