import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Credential, Gate } from '../gate/index.ts';
import { accessToken } from './cookies.ts';

const SHARE_SCHEME = /^Wardkeep-Share ([A-Za-z0-9_-]{43})$/;

/** What the request brought along to show who asks. A link counts before a session: whoever opens one acts as its holder. */
export async function credentialOf(request: FastifyRequest, gate: Gate): Promise<Credential> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const linkId = SHARE_SCHEME.exec(authorization)?.[1];
    return linkId === undefined
      ? { kind: 'none' }
      : { kind: 'share', tokenHash: hashOfLinkId(linkId) };
  }
  const token = accessToken(request);
  if (token === undefined) return { kind: 'none' };
  const claims = await gate.sessionTokens.verify(token, gate.now());
  return claims === undefined
    ? { kind: 'none' }
    : { kind: 'session', personId: claims.personId, sessionId: claims.sessionId };
}

/** 256 random bits need no slow hash. */
function hashOfLinkId(linkId: string): Buffer {
  return createHash('sha256').update(Buffer.from(linkId, 'base64url')).digest();
}
