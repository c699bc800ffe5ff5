/**
 * `fetch` that keeps cookies as one browser would, for one server. Only names and values: a program that talks to
 * one server of its own needs no domains and no paths.
 *
 * @param origin - Asked for each request, as a server that starts again may come back on another port.
 */
export function cookieFetch(origin: () => string): typeof fetch {
  const cookies = new Map<string, string>();
  return async (input, init) => {
    if (typeof input !== 'string') throw new TypeError('only paths are fetched');
    const headers = new Headers(init?.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(origin() + input, { ...init, headers });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
}

/** A cleared cookie comes with an empty value. */
function keep(cookies: Map<string, string>, line: string): void {
  const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
  if (name === undefined) return;
  if (value === undefined || value === '') cookies.delete(name);
  else cookies.set(name, value);
}
