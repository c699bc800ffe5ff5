import { CliError } from '../cli-error.ts';

export const SERVER_HELP = `
Without --server: WARDKEEP_PUBLIC_URL, else http://localhost with WARDKEEP_PORT (8480).
A session that is kept stays with the server it was begun on.`;

/**
 * The server that is meant where `--server` names none: the one that runs with the same settings.
 * @throws {@link CliError} `usage` when a setting makes no address.
 */
export function defaultServer(environment: Readonly<Record<string, string | undefined>>): string {
  const publicUrl = environment['WARDKEEP_PUBLIC_URL'] || undefined;
  if (publicUrl !== undefined)
    return serverAddress(publicUrl.replace(/\/+$/, ''), 'WARDKEEP_PUBLIC_URL');
  return serverAddress(
    `http://localhost:${environment['WARDKEEP_PORT'] || '8480'}`,
    'WARDKEEP_PORT',
  );
}

/**
 * The origin of a server.
 * @param source - Where the text is from, for the message.
 * @throws {@link CliError} `usage` when it is no address, or one that would carry a password over a network in the open.
 */
export function serverAddress(text: string, source = '--server'): string {
  if (!URL.canParse(text)) throw wrong(source);
  const url = new URL(text);
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isBare || !/^https?:$/.test(url.protocol)) throw wrong(source);
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw new CliError(
      'usage',
      `${source} must begin with https:// unless the server is on this machine.`,
    );
  }
  return url.origin;
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function wrong(source: string): CliError {
  const example =
    source === 'WARDKEEP_PORT'
      ? 'a port such as 8480'
      : 'an address such as https://records.example.org';
  return new CliError('usage', `${source} must be ${example}`);
}
