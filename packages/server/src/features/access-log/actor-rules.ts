import { Role, isStaff, type AccessLogEntry } from '@wardkeep/contract';
import type { Named, OpenedEvent } from '../../gate/index.ts';

type Actor = AccessLogEntry['actor'];

/** Who did it, before anybody is named. @param readerId - Whoever reads the log: the patient, or a guardian. */
export function actorOf(
  { core }: OpenedEvent,
  readerId: string | null,
): Omit<Actor, 'displayName'> {
  const { personId: actorId = null, role = null, shareId = null } = core?.actor ?? {};
  if (shareId !== null) return { kind: 'share-link', role: null, id: shareId };
  if (role === 'operator' || role === 'service') return { kind: role, role: null, id: null };
  if (actorId === null) return { kind: 'nobody', role: null, id: null };
  if (actorId === readerId) return { kind: 'you', role, id: null };
  return { kind: 'person', role, id: actorId };
}

/**
 * Whom the patient may know by name: who works here, whoever was let in by this very event, and everybody who was ever
 * granted something. Somebody else who tried and was refused stays an id.
 */
export function mayBeNamed(event: OpenedEvent, grantees: ReadonlySet<string>): boolean {
  const { personId = null, role = null } = event.core?.actor ?? {};
  if (personId === null) return false;
  const known = Role.safeParse(role);
  const worksHere = known.success && isStaff(known.data);
  return worksHere || event.core?.relationship != null || grantees.has(personId);
}

export function named(actor: Omit<Actor, 'displayName'>, names: ReadonlyMap<string, Named>): Actor {
  const displayName = actor.id === null ? undefined : names.get(actor.id)?.displayName;
  return { ...actor, displayName: displayName ?? null };
}
