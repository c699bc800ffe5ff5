import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionCookies } from '../gate/index.ts';

/** `__Host-`: this origin only, TLS only (browsers count localhost), path `/`, and no subdomain can plant one (RFC 6265bis §4.1.3.2). */
const ACCESS = '__Host-wardkeep-access';
const REFRESH = '__Host-wardkeep-refresh';
/** Tells a browser that was here before; it opens nothing by itself. */
const DEVICE = '__Host-wardkeep-device';
const DEVICE_MS = 400 * 24 * 60 * 60_000;
const ATTRIBUTES = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const;

export function accessToken(request: FastifyRequest): string | undefined {
  return request.cookies[ACCESS];
}

export function refreshToken(request: FastifyRequest): string | undefined {
  return request.cookies[REFRESH];
}

export function deviceToken(request: FastifyRequest): string | undefined {
  return request.cookies[DEVICE];
}

export function setSessionCookies(reply: FastifyReply, cookies: SessionCookies): void {
  if (cookies.kind === 'clear') {
    reply.clearCookie(ACCESS, ATTRIBUTES).clearCookie(REFRESH, ATTRIBUTES);
    if (cookies.forgetsDevice === true) reply.clearCookie(DEVICE, ATTRIBUTES);
    return;
  }
  // Both live as long as the session: what ends earlier is the token inside, and the page may then refresh.
  const attributes = { ...ATTRIBUTES, expires: cookies.expiresAt };
  reply
    .setCookie(ACCESS, cookies.accessToken, attributes)
    .setCookie(REFRESH, cookies.refreshToken, attributes);
  if (cookies.deviceToken === undefined) return;
  const expires = new Date(cookies.expiresAt.getTime() + DEVICE_MS);
  reply.setCookie(DEVICE, cookies.deviceToken, { ...ATTRIBUTES, expires });
}
