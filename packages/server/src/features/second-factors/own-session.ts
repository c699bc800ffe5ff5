import type { ProofMethod } from '@wardkeep/contract';
import { Refusal, type Caller } from '../../gate/index.ts';

export type SignedIn = Extract<Caller, { kind: 'person' }>;

/** The session that asks. The rules let nobody else in here; this says so to the types. */
export function ownSession({ caller }: { readonly caller: Caller }): SignedIn {
  if (caller.kind !== 'person') throw new Refusal('not_signed_in', 'Sign in first.');
  return caller;
}

/** Whose account a route is about: whoever asks. */
export function ownAccount({ caller }: { readonly caller: Caller }): string | null {
  return caller.kind === 'person' ? caller.personId : null;
}

/** What takes the place of a session, with one more proof that was given just now. */
export function provenBy(session: SignedIn, method: ProofMethod) {
  const before = session.methods.filter((given) => given !== method);
  return { methods: [...before, method], replaces: replaced(session) };
}

/** What takes the place of a session when nothing new was shown. */
export function asProven(session: SignedIn) {
  const { methods, provedAt } = session;
  return { methods, provedAt, replaces: replaced(session) };
}

function replaced({ sessionId, sessionExpiresAt }: SignedIn) {
  return { sessionId, expiresAt: sessionExpiresAt };
}
