import { type Endpoint, Session } from '@wardkeep/contract';

/** What a client remembers of its session. The session itself is in cookies that it never sees. */
export interface SessionKeeper {
  readonly csrfToken: () => string | undefined;
  /** Whether a refresh can make sense: a session is known, or was before a reload of the page. */
  readonly mayRenew: () => boolean;
  readonly learnFrom: (endpoint: Endpoint, reply: unknown) => void;
  readonly end: () => void;
}

export function createSessionKeeper(
  hadSession: boolean,
  onSession: (session: Session | null) => void,
): SessionKeeper {
  let session: Session | null = null;
  let renewable = hadSession;
  const set = (next: Session | null): void => {
    const changed = next !== null || renewable;
    session = next;
    renewable = next !== null;
    if (changed) onSession(next);
  };
  return {
    csrfToken: () => session?.csrfToken,
    mayRenew: () => renewable,
    learnFrom: (endpoint, reply) => {
      if (ENDS.has(endpoint.action)) set(null);
      const next = sessionIn(reply);
      if (next && BEARERS.has(endpoint.action)) set(next);
    },
    end: () => set(null),
  };
}

/** With their reply the server takes the session back. */
const ENDS: ReadonlySet<Endpoint['action']> = new Set<Endpoint['action']>([
  'account.deactivate',
  'erasure.confirm',
  'session.sign-out',
]);

/** Whose replies are a session, or hold one as `session`. */
const BEARERS: ReadonlySet<Endpoint['action']> = new Set<Endpoint['action']>([
  'account.change-password',
  'account.complete-sign-up',
  'account.read',
  'account.set-up',
  'account.sign-up',
  'invitation.accept',
  'passkey.add',
  'passkey.remove',
  'session.prove-code',
  'session.prove-passkey',
  'session.prove-password',
  'session.read',
  'session.refresh',
  'session.sign-in',
  'totp.confirm',
  'totp.remove',
]);

function sessionIn(reply: unknown): Session | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined;
  return Session.safeParse('session' in reply ? reply.session : reply).data;
}
