import type { Tx } from '../../db/tx.ts';
import type { PlainRequest } from '../../gate/index.ts';
import { readLiveSession } from './session-store.ts';

/** A refresh token that is well-formed and names a session that lives; whether it is that session's own is its hash's to say. */
export interface ShownRefreshToken {
  readonly personId: string;
  readonly sessionId: string;
  readonly tokenHash: Buffer;
}

/** The refresh token that the request brought, as `session id.secret`. */
export async function shownRefreshToken(
  request: PlainRequest,
  tx: Tx,
): Promise<ShownRefreshToken | undefined> {
  const [, sessionId, secret] = TOKEN.exec(request.refreshToken ?? '') ?? [];
  if (sessionId === undefined || secret === undefined) return undefined;
  const live = await readLiveSession(tx, sessionId, request.now);
  if (live === undefined) return undefined;
  const { personId } = live;
  const tokenHash = request.gate.hashes.refreshToken({ sessionId, ...live, secret });
  return { personId, sessionId, tokenHash };
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;
