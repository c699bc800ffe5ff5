import {
  PASSWORD_LEAST_ALONE,
  PASSWORD_LEAST_WITH_SECOND_FACTOR,
  PASSWORD_MOST,
} from '@wardkeep/contract';

/** Counted in code points of the NFC form; undefined when the length is right. */
export function lengthProblem(password: string, hasSecondFactor: boolean): string | undefined {
  const least = hasSecondFactor ? PASSWORD_LEAST_WITH_SECOND_FACTOR : PASSWORD_LEAST_ALONE;
  const length = Array.from(password.normalize('NFC')).length;
  if (length > PASSWORD_MOST) return `must be at most ${PASSWORD_MOST} characters long`;
  if (length >= least) return undefined;
  return hasSecondFactor
    ? `must be at least ${least} characters long`
    : `must be at least ${least} characters long: it is all that protects the account`;
}
