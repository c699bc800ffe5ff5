import { noAnswer } from '../error-text.ts';

/** The cookies of one server, in a program that is no browser. */
export interface CookieJar {
  readonly cookies: ReadonlyMap<string, string>;
  /** Takes over what another program kept meanwhile. */
  replace(cookies: Iterable<readonly [string, string]>): void;
  /**
   * `fetch` that sends them and keeps what comes back; to this one origin only.
   * @throws CliError `unreachable`, which names the origin.
   */
  readonly fetch: typeof fetch;
}

export function createCookieJar(
  origin: string,
  initial: Iterable<readonly [string, string]> = [],
): CookieJar {
  const cookies = new Map(initial);
  return {
    cookies,
    replace: (next) => {
      const entries = [...next];
      cookies.clear();
      for (const [name, value] of entries) cookies.set(name, value);
    },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (new URL(request.url).origin !== origin)
        throw new TypeError('a session goes to its own server only');
      if (cookies.size > 0) request.headers.set('cookie', headerOf(cookies));
      const response = await fetch(request).catch((cause: unknown) => {
        throw request.signal.aborted ? cause : noAnswer(origin, cause);
      });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      return response;
    },
  };
}

function headerOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** RFC 6265 §5.2, as far as one server's own cookies need it: a past date or an empty value takes one away. */
function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  if (equals <= 0) return;
  const name = pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1).trim();
  if (value === '' || attributes.some(isPast)) cookies.delete(name);
  else cookies.set(name, value);
}

function isPast(attribute: string): boolean {
  const [name = '', value = ''] = attribute.trim().split('=');
  if (name.toLowerCase() === 'max-age') return Number(value) <= 0;
  // The server clears a cookie with the first second of all.
  return name.toLowerCase() === 'expires' && Date.parse(value) <= 0;
}
