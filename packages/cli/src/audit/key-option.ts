import { CliError } from '../cli-error.ts';

export const KEY_WANTED = '--key must be NAME+ID+KEY: one line of `npx wardkeep audit key`.';

/** @throws {@link CliError} `usage` for what can't be a verifier key: nothing, or the keys of all logs at once. */
export function refuseOtherThanKey(key: string): void {
  if (!/^[^\s+]+\+[0-9a-f]{8}\+[\w+/]+={0,2}$/.test(key)) throw new CliError('usage', KEY_WANTED);
}
