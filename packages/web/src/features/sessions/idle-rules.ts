import type { Session } from '@wardkeep/contract';

/** `warned`: it ends in so many seconds unless somebody says that they are there. */
export type IdleState =
  | { readonly kind: 'active' }
  | { readonly kind: 'warned'; readonly secondsLeft: number }
  | { readonly kind: 'ended' };

const WARNED_MS = 60_000;
/** The server writes down that a session was seen every 15 s at most; the page must not end later than the session. */
const EARLIER_MS = 20_000;

/** @param lastActiveMs - When something was last asked for that keeps the session from going idle. */
export function idleState(
  session: Pick<Session, 'idleMinutes' | 'expiresAt'>,
  lastActiveMs: number,
  nowMs: number,
): IdleState {
  const idleMs = session.idleMinutes * 60_000;
  const idleEndsAtMs = lastActiveMs + idleMs - Math.min(EARLIER_MS, idleMs / 4);
  // The end, however it is used: nothing that one could say puts it off.
  if (nowMs >= Math.min(idleEndsAtMs, Date.parse(session.expiresAt))) return { kind: 'ended' };
  if (nowMs < idleEndsAtMs - Math.min(WARNED_MS, idleMs / 4)) return { kind: 'active' };
  return { kind: 'warned', secondsLeft: Math.ceil((idleEndsAtMs - nowMs) / 1000) };
}

/** Whoever types or scrolls is not idle, though nothing is asked of the server: after this long, the page tells it. */
export function tellsAfterMs({ idleMinutes }: Pick<Session, 'idleMinutes'>): number {
  return Math.min(5 * 60_000, (idleMinutes * 60_000) / 4);
}
