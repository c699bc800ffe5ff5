const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** Nothing that would make a URL of it mean another host. */
const PLAIN_HOST = /^[^\s/?#@\\]{1,255}$/;

/**
 * Whether this server goes by that name. A page of another site whose name was pointed at this machine (DNS rebinding)
 * asks under its own name. A loopback name counts with any port: nobody can point one elsewhere, and tunnels change ports.
 * @param publicUrl - Undefined where nobody but this machine is served.
 */
export function isOwnHost(host: string, publicUrl: string | undefined): boolean {
  if (!PLAIN_HOST.test(host)) return false;
  if (publicUrl === undefined) return LOOPBACK.test(host);
  const own = new URL(publicUrl);
  if (LOOPBACK.test(own.host)) return LOOPBACK.test(host);
  return originOf(host, publicUrl) === own.origin;
}

/** The origin (RFC 6454) of pages that this server serves under a name of its own; empty for what is no host. */
export function originOf(host: string, publicUrl: string | undefined): string {
  const protocol = publicUrl === undefined ? 'http:' : new URL(publicUrl).protocol;
  const url = `${protocol}//${host}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}
