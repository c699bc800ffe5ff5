import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Credential, Gate } from '../gate/index.ts';
import { accessToken } from './cookies.ts';

const SHARE_SCHEME = /^Wardkeep-Share ([A-Za-z0-9_-]{43})$/;

declare module 'fastify' {
  interface FastifyRequest {
    /** Of `credentialOf`, once it was asked. */
    shown: Credential | Promise<Credential> | null;
  }
}

export function prepareCredentials(app: FastifyInstance): void {
  app.decorateRequest('shown', null);
}

/** What the request brought along to show who asks; looked at once, and there at once for whoever asks again. */
export function credentialOf(
  request: FastifyRequest,
  gate: Gate,
): Credential | Promise<Credential> {
  request.shown ??= readCredential(request, gate);
  return request.shown;
}

/** A link counts before a session: whoever opens one acts as its holder. */
function readCredential(request: FastifyRequest, gate: Gate): Credential | Promise<Credential> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const linkId = SHARE_SCHEME.exec(authorization)?.[1];
    return linkId === undefined
      ? { kind: 'none' }
      : { kind: 'share', tokenHash: hashOfLinkId(linkId) };
  }
  const token = accessToken(request);
  return token === undefined ? { kind: 'none' } : verified(request, token, gate);
}

async function verified(
  request: FastifyRequest,
  token: string,
  { sessionTokens, now }: Gate,
): Promise<Credential> {
  const claims = await sessionTokens.verify(token, now());
  request.shown = claims === undefined ? { kind: 'none' } : { kind: 'session', ...claims };
  return request.shown;
}

/** 256 random bits need no slow hash. */
function hashOfLinkId(linkId: string): Buffer {
  return createHash('sha256').update(Buffer.from(linkId, 'base64url')).digest();
}
