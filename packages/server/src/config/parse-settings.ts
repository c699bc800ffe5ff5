import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { parseReference } from './secret-reference.ts';
import { SETTINGS } from './settings.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

const Environment = z.object(
  // Object.fromEntries forgets which key goes with which type.
  Object.fromEntries(Object.entries(SETTINGS).map(([name, setting]) => [name, setting.type])) as {
    [Name in keyof typeof SETTINGS]: (typeof SETTINGS)[Name]['type'];
  },
);

/** What the table's types make of an environment. */
export type ParsedSettings = z.output<typeof Environment>;

/**
 * @throws {@link ConfigError} naming each setting that does not fit, what it may be, and never its value.
 */
export function parseSettings(environment: Variables): ParsedSettings {
  refuseUnknown(environment);
  const parsed = Environment.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(
    `Wardkeep can't start with these settings.\n${problems.join('\n')}\nSee docs/settings.md.`,
  );
}

function refuseUnknown(environment: Variables): void {
  const referred = Object.values(environment).map(variableOf);
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('WARDKEEP_') && !(name in SETTINGS) && !referred.includes(name),
  );
  // Test and demo switches are read by their own programs, never by the server.
  const refused = unknown.filter((name) => !name.startsWith('WARDKEEP_TEST_'));
  if (refused.length > 0) {
    throw new ConfigError(
      `Unknown setting ${refused.join(', ')}. docs/settings.md lists every setting.`,
    );
  }
}

/** Of an `env:` reference: that variable is not misspelt, whatever its name. */
function variableOf(value: string | undefined): string | undefined {
  const reference = parseReference(value ?? '');
  return reference?.kind === 'environment' ? reference.variable : undefined;
}
