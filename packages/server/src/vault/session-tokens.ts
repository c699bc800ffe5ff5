import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { PersonId } from '@wardkeep/contract';
import { RememberedTokens } from './remembered-tokens.ts';
import type { ServiceKeys } from './service-keys.ts';
import {
  sessionSigning,
  type SessionAlgorithm,
  type SessionKey,
  type SessionSigning,
} from './session-signing.ts';
import { LONGEST_TOKEN_MS } from './signing-versions.ts';
import { readStrictJwt } from './strict-jwt.ts';

export interface SessionClaims {
  readonly personId: PersonId;
  readonly sessionId: string;
  readonly accessExpiresAt: Date;
}

/** RFC 7517, the public half alone. */
export interface PublicJwk {
  readonly kid: string;
  readonly kty: string;
  readonly alg: SessionAlgorithm;
  readonly use: 'sig';
  readonly [member: string]: unknown;
}

/** Access tokens: JWT (RFC 9068, RFC 8725) of one algorithm, whose key is found by name among those known here. */
export interface SessionTokens {
  sign(claims: SessionClaims, issuedAt: Date): Promise<string>;
  /** Undefined for whatever is not a token of ours that is valid now; the reason is nobody's business. */
  verify(token: string, now: Date): Promise<SessionClaims | undefined>;
  /** Of every key whose tokens are valid now; the one that signs comes first. */
  publicKeys(): readonly PublicJwk[];
  /** The next use of each token verifies its signature again. */
  forget(): void;
}

const Claims = z.strictObject({
  sub: PersonId,
  sid: z.uuid(),
  iss: z.literal('wardkeep'),
  aud: z.literal('wardkeep'),
  iat: z.int(),
  nbf: z.int().optional(),
  exp: z.int(),
});
const TYPE = 'at+jwt';
/** How far the clocks of two servers may be apart. */
const CLOCK_TOLERANCE_S = 60;

export function sessionTokens(service: ServiceKeys, algorithm: SessionAlgorithm): SessionTokens {
  const signing = sessionSigning(service, algorithm);
  const remembered = new RememberedTokens();
  return {
    sign: (claims, issuedAt) => sign(signing, claims, issuedAt),
    verify: async (token, now) => {
      const known = remembered.get(token, now);
      if (known !== undefined && signing.counts(known.key)) return known.claims;
      const verified = await verify(signing, token, now);
      if (verified !== undefined) remembered.put(token, verified);
      return verified?.claims;
    },
    publicKeys: () => signing.keys().map(publicJwk),
    forget: () => {
      remembered.clear();
    },
  };
}

function sign(signing: SessionSigning, claims: SessionClaims, issuedAt: Date): Promise<string> {
  const { id, privateKey } = signing.signer();
  return new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: signing.algorithm, typ: TYPE, kid: id })
    .setSubject(claims.personId)
    .setIssuer('wardkeep')
    .setAudience('wardkeep')
    .setIssuedAt(issuedAt)
    .setExpirationTime(claims.accessExpiresAt)
    .sign(privateKey);
}

async function verify(signing: SessionSigning, token: string, now: Date) {
  const jwt = readStrictJwt(token);
  const claims = Claims.safeParse(jwt?.claims);
  if (jwt === undefined || !claims.success || !isOfItsTime(claims.data, now)) return undefined;
  const key = await signing.find(jwt.header.kid);
  if (key === undefined || !(await isSignedBy(key, token, now))) return undefined;
  const { sub, sid, exp } = claims.data;
  const accessExpiresAt = new Date(exp * 1000);
  return { claims: { personId: sub, sessionId: sid, accessExpiresAt }, key: key.publicKey };
}

/** `exp` and `nbf` to the second, by jose; a token that was issued later than now, or for longer than any is, is none. */
function isOfItsTime({ iat, exp }: z.infer<typeof Claims>, now: Date): boolean {
  return iat <= now.getTime() / 1000 + CLOCK_TOLERANCE_S && (exp - iat) * 1000 <= LONGEST_TOKEN_MS;
}

/** Also that the token names the algorithm of this key. */
async function isSignedBy(key: SessionKey, token: string, now: Date): Promise<boolean> {
  try {
    await jwtVerify(token, key.publicKey, {
      algorithms: [key.algorithm],
      issuer: 'wardkeep',
      audience: 'wardkeep',
      typ: TYPE,
      requiredClaims: ['sub', 'sid', 'iat', 'exp'],
      currentDate: now,
    });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

function publicJwk({ kid, algorithm, publicKey }: SessionKey): PublicJwk {
  const { kty = '', ...members } = publicKey.export({ format: 'jwk' });
  return { ...members, kty, kid, alg: algorithm, use: 'sig' };
}
