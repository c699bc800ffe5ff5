import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Headers of every answer (OWASP Secure Headers, OWASP REST Security). What is for programs says that no browser may
 * make a page of it; what is for browsers has a policy (CSP level 3, nothing inline, nothing evaluated).
 */
export function securityHeaders(app: FastifyInstance, isHttps: boolean): void {
  const more = isHttps ? HTTPS_ONLY : {};
  const [forPrograms, forBrowsers] = [
    { ...EVERYWHERE, ...more, 'content-security-policy': NO_PAGE },
    { ...EVERYWHERE, ...more, ...FOR_BROWSERS, 'content-security-policy': policy('') },
  ];
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(/^\/(?:api|fhir)\//.test(request.url) ? forPrograms : forBrowsers);
    done();
  });
}

/** For a page: its own scripts and styles carry a nonce. @returns one that is fresh for this answer. */
export function setPagePolicy(reply: FastifyReply): string {
  const nonce = randomBytes(16).toString('base64');
  void reply.header('content-security-policy', policy(` 'nonce-${nonce}'`));
  return nonce;
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self'${nonce}`,
    `style-src 'self'${nonce}`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

const EVERYWHERE = {
  // What may be kept says so itself: files that hold nobody's data.
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const FOR_BROWSERS = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=()',
  'x-robots-tag': 'noindex',
};

const HTTPS_ONLY = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
};
