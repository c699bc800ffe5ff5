import { clientPurpose, pseudonymsOf, type AccountTools, type Caller } from '../../gate/index.ts';

/** What this caller calls a patient in addresses: a client by a pseudonym that no other client knows. */
export function nameFor(hashes: AccountTools['hashes'], caller: Caller, patientId: string): string {
  if (caller.kind !== 'person' || caller.role !== 'client') return patientId;
  return pseudonymsOf(hashes, clientPurpose(caller.personId), patientId).idOf(patientId);
}
