import type { ProofMethod } from '@wardkeep/contract';
import { Refusal, type Caller } from '../../gate/index.ts';
import type { Proved, ReplacedSession } from './start-session.ts';

export type SignedIn = Extract<Caller, { kind: 'person' }>;

/** The session that asks. The rules let nobody else in where this is used; this says so to the types. */
export function ownSession({ caller }: { readonly caller: Caller }): SignedIn {
  if (caller.kind !== 'person') throw new Refusal('not_signed_in', 'Sign in first.');
  return caller;
}

/** What takes the place of a session, with one more proof that was given just now. */
export function provenBy(
  session: SignedIn,
  method: ProofMethod,
): Pick<Proved, 'methods' | 'replaces'> {
  const before = session.methods.filter((given) => given !== method);
  return { methods: [...before, method], replaces: replaced(session) };
}

/** What takes the place of a session when nothing new was shown. */
export function asProven(session: SignedIn): Pick<Proved, 'methods' | 'provedAt' | 'replaces'> {
  const { methods, provedAt } = session;
  return { methods, provedAt, replaces: replaced(session) };
}

function replaced({ sessionId, sessionExpiresAt, needs }: SignedIn): ReplacedSession {
  return { sessionId, expiresAt: sessionExpiresAt, isHalf: needs === 'second-factor' };
}
