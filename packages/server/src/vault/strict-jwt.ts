import { z } from 'zod';

/** Twice what the longest of ours takes. */
const LONGEST_CHARACTERS = 4096;

/**
 * Nothing else may stand there: no `jku`, `jwk`, `x5u` or `x5c` that brings a key along, and no `crit`, `b64`, `zip`
 * or `cty` that would change what the rest means (RFC 8725 §3.8, §3.10).
 */
const Header = z.strictObject({
  alg: z.enum(['RS256', 'PS256', 'EdDSA']),
  typ: z.literal('at+jwt'),
  kid: z.string().max(64),
});
export type JwtHeader = z.infer<typeof Header>;

/**
 * What the header and the claims of a compact JWS say; nothing of it is verified yet. Only the one spelling that our
 * own tokens have: canonical base64url (jose takes padding and spaces too), and JSON without white space, escapes that
 * are not needed or a member twice.
 */
export function readStrictJwt(
  token: string,
): { readonly header: JwtHeader; readonly claims: unknown } | undefined {
  if (token.length > LONGEST_CHARACTERS) return undefined;
  const parts = token.split('.');
  const [header = '', claims = '', signature = ''] = parts;
  if (parts.length !== 3 || decode(signature) === undefined) return undefined;
  const parsed = Header.safeParse(canonicalJson(header));
  return parsed.success ? { header: parsed.data, claims: canonicalJson(claims) } : undefined;
}

function canonicalJson(part: string): unknown {
  const text = decode(part)?.toString('utf8');
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return JSON.stringify(value) === text ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function decode(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}
