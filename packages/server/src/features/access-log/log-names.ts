import { GrantKind } from '@wardkeep/contract';
import type { AuditScope, Named, OpenedEvent } from '../../gate/index.ts';
import { grantsOfPatient } from '../grants/index.ts';
import { mayBeNamed } from './actor-rules.ts';

/** The names of those in the log whom its patient may know by name; the scope says in its own event whose it told. */
export async function namesInLog(
  scope: AuditScope,
  events: readonly OpenedEvent[],
  readerId: string | null,
): Promise<ReadonlyMap<string, Named>> {
  const { tx, gate, personId } = scope;
  const grants = await grantsOfPatient(tx, gate.hashes, personId, GrantKind.options);
  const grantees = new Set(grants.flatMap(({ granteeId }) => granteeId ?? []));
  const ids = events
    .filter((event) => mayBeNamed(event, grantees))
    .flatMap((event) => event.core?.actor.personId ?? [])
    .filter((id) => id !== readerId);
  return scope.names(ids);
}
