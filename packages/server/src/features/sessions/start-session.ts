import { randomBytes, randomUUID } from 'node:crypto';
import { PersonId, type Role, type Session } from '@wardkeep/contract';
import type { Tx } from '../../db/tx.ts';
import type { PlainRequest, SessionCookies } from '../../gate/index.ts';
import { insertRefreshToken, insertSession } from './session-store.ts';

export const ACCESS_MS = 15 * 60_000;
/** From the sign-in, however often it is refreshed. */
export const SESSION_MS = 24 * 60 * 60_000;

export interface StartedSession {
  readonly session: Session;
  readonly cookies: SessionCookies;
}

export async function startSession(
  request: PlainRequest,
  tx: Tx,
  account: { readonly personId: string; readonly role: Role },
): Promise<StartedSession> {
  const sessionId = randomUUID();
  const expiresAt = new Date(request.now.getTime() + SESSION_MS);
  await insertSession(tx, {
    sessionId,
    personId: account.personId,
    createdAt: request.now,
    expiresAt,
  });
  return issueTokens(request, tx, { ...account, sessionId, expiresAt });
}

/** A new pair of tokens for a session that goes on. */
export async function issueTokens(
  request: PlainRequest,
  tx: Tx,
  session: {
    readonly personId: string;
    readonly role: Role;
    readonly sessionId: string;
    readonly expiresAt: Date;
  },
): Promise<StartedSession> {
  const { sessionId, role, expiresAt } = session;
  const secret = randomBytes(32).toString('base64url');
  const personId = PersonId.parse(session.personId);
  const tokenHash = request.gate.hashes.refreshToken({
    sessionId,
    personId,
    expiresAt,
    secret,
  });
  await insertRefreshToken(tx, tokenHash, sessionId, request.now);
  const refreshToken = `${sessionId}.${secret}`;
  const accessExpiresAt = new Date(
    Math.min(request.now.getTime() + ACCESS_MS, expiresAt.getTime()),
  );
  const accessToken = await request.gate.sessionTokens.sign(
    { personId, sessionId, accessExpiresAt },
    request.now,
  );
  return {
    session: describeSession(
      { personId, role, sessionId, accessExpiresAt, expiresAt },
      request.gate.hashes.csrf(sessionId),
    ),
    cookies: { kind: 'set', accessToken, refreshToken, expiresAt },
  };
}

export function describeSession(
  session: {
    readonly personId: string;
    readonly role: Role;
    readonly sessionId: string;
    readonly accessExpiresAt: Date;
    readonly expiresAt: Date;
  },
  csrfToken: string,
): Session {
  return {
    personId: PersonId.parse(session.personId),
    role: session.role,
    csrfToken,
    accessExpiresAt: session.accessExpiresAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}
