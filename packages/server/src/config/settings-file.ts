import { ConfigError } from './config-error.ts';

/**
 * Settings as systemd's EnvironmentFile= and container runtimes read them: `NAME=value` on a line each, the value
 * in quotes or not; empty lines and lines that begin with `#` or `;` say nothing.
 * @throws {@link ConfigError} naming the number of the line, never what it says: it may be a secret in the wrong place.
 */
export function parseSettingsFile(text: string): Readonly<Record<string, string>> {
  const settings = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const [, name, value = ''] = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(content) ?? [];
    if (name === undefined || settings.has(name)) {
      throw new ConfigError(
        `Line ${index + 1} of the settings file is ${name === undefined ? 'not NAME=value' : `${name} a second time`}.`,
      );
    }
    settings.set(name, unquoted(value));
  }
  return Object.fromEntries(settings);
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
}
