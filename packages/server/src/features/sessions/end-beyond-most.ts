import type { Role } from '@wardkeep/contract';
import type { SecondFactor } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';
import { endSession, readLiveSessions } from './session-store.ts';
import type { SessionParts } from './start-session.ts';
import { tooMany } from './too-many-rules.ts';

/** Keeps to the limit of concurrent sessions that the role has. */
export async function endBeyondMost(
  { gate, now }: SessionParts,
  tx: Tx,
  account: {
    readonly personId: string;
    readonly role: Role;
    readonly secondFactor: SecondFactor;
  },
): Promise<void> {
  const { personId, role } = account;
  const { sessionPolicy } = gate;
  const idleMinutes = sessionPolicy.idleMinutes(role);
  const live = await readLiveSessions(tx, { personId, idleMinutes, now });
  for (const sessionId of tooMany(live, { ...account, most: sessionPolicy.mostSessions(role) }))
    await endSession(tx, { personId, sessionId }, 'too-many', now);
}
