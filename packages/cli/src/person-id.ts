import { CliError } from './cli-error.ts';

/** @throws CliError `usage`: an id that is wrong must not reach what can't be undone. */
export function personIdOf(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new CliError(
    'usage',
    'That is no id of a person: 36 characters, as the audit log shows it.',
  );
}
