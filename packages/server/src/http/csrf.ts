import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal, type Credential, type Gate } from '../gate/index.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site made a browser send. Three nets: cookies are SameSite=Strict; a browser says where a
 * request comes from (Fetch Metadata, Origin); and with a session, a token that only our own page can know.
 */
export function csrfFault(
  request: FastifyRequest,
  credential: Credential,
  gate: Gate,
): Refusal | undefined {
  if (SAFE_METHODS.has(request.method)) return undefined;
  if (isFromAnotherSite(request)) return fault();
  if (credential.kind !== 'session') return undefined;
  const given = request.headers['wardkeep-csrf'];
  return typeof given === 'string' && equal(given, gate.hashes.csrf(credential.sessionId))
    ? undefined
    : fault();
}

function isFromAnotherSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  return origin !== undefined && origin !== request.ownOrigin;
}

function equal(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

function fault(): Refusal {
  return new Refusal(
    'csrf_refused',
    'This request did not come from a page of this server. Load the page again.',
  );
}
