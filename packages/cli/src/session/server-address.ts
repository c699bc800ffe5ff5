import { CliError } from '../cli-error.ts';

export const DEFAULT_SERVER = 'http://localhost:8480';

/**
 * The origin of a server.
 * @throws {@link CliError} `usage` when it is no address, or one that would carry a password over a network in the open.
 */
export function serverAddress(text: string): string {
  if (!URL.canParse(text)) throw wrong();
  const url = new URL(text);
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!isBare || !/^https?:$/.test(url.protocol)) throw wrong();
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    throw new CliError(
      'usage',
      '--server must begin with https:// unless the server is on this machine.',
    );
  }
  return url.origin;
}

function isThisMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function wrong(): CliError {
  return new CliError('usage', '--server must be an address such as https://records.example.org');
}
