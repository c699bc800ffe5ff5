import type { KeyObject } from 'node:crypto';
import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { PersonId } from '@wardkeep/contract';
import type { KeyPair, ServiceKeys } from './service-keys.ts';

export interface SessionClaims {
  readonly personId: PersonId;
  readonly sessionId: string;
  readonly accessExpiresAt: Date;
}

const Claims = z.object({ sub: PersonId, sid: z.uuid(), exp: z.number() });
const ISSUER = 'wardkeep';
const AUDIENCE = 'wardkeep';
const TYPE = 'at+jwt';

/** Access tokens: JWT, RS256, one algorithm and one key name allowed (RFC 9068, RFC 8725). */
export interface SessionTokens {
  sign(claims: SessionClaims, issuedAt: Date): Promise<string>;
  /** Undefined for whatever is not a token of ours that is valid now; the reason is nobody's business. */
  verify(token: string, now: Date): Promise<SessionClaims | undefined>;
}

export function sessionTokens(service: ServiceKeys): SessionTokens {
  // Asked for at each use: while the root's provider is away, no key stays behind here.
  const pair = (): KeyPair => service.pair('session-signing');
  return {
    sign: (claims, issuedAt) =>
      new SignJWT({ sid: claims.sessionId })
        .setProtectedHeader({ alg: 'RS256', typ: TYPE, kid: pair().id })
        .setSubject(claims.personId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(issuedAt)
        .setExpirationTime(claims.accessExpiresAt)
        .sign(pair().privateKey),
    verify: async (token, now) => {
      if (!isStrictCompactJwt(token)) return undefined;
      const payload = await verified(token, now, pair().publicKey);
      const claims = Claims.safeParse(payload);
      if (!claims.success) return undefined;
      const { sub, sid, exp } = claims.data;
      return { personId: sub, sessionId: sid, accessExpiresAt: new Date(exp * 1000) };
    },
  };
}

async function verified(token: string, now: Date, key: KeyObject): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** jose accepts padding and spaces inside base64url; a token then has several spellings. Only the canonical one is ours. */
function isStrictCompactJwt(token: string): boolean {
  const parts = token.split('.');
  return (
    token.length <= 4096 &&
    parts.length === 3 &&
    parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
}
