import { proveConsistency, proveEvent, signedLogs } from '../audit/index.ts';
import type { EventProof, SignedLog } from '../audit/index.ts';
import type { Tx } from '../db/tx.ts';
import type { AccountTools, Gate } from './gate.ts';

/** Every log and its newest signed checkpoint: public, as is all that is in the open in them. */
export function readSignedLogs(
  tx: Tx,
  { checkpointKey }: Pick<AccountTools, 'checkpointKey'>,
): Promise<readonly SignedLog[]> {
  return signedLogs(tx, checkpointKey);
}

/** RFC 6962 §2.1.2, base64. Undefined unless 1 ≤ from ≤ to ≤ the signed size of a log that there is. */
export async function readConsistencyProof(
  tx: Tx,
  log: string,
  sizes: { readonly from: number; readonly to: number },
): Promise<readonly string[] | undefined> {
  const hashes = await proveConsistency(tx, log, sizes);
  return hashes?.map((hash) => hash.toString('base64'));
}

/** For a scope: an event of somebody else is not there. */
export function readEventProof(
  { auditSealing, checkpointKey }: Pick<Gate, 'auditSealing' | 'checkpointKey'>,
  tx: Tx,
  about: { readonly personId: string; readonly eventId: string },
): Promise<EventProof | undefined> {
  const subjectIndex = (personId: string): Buffer => auditSealing.subjectIndex(personId);
  return proveEvent(tx, { subjectIndex, checkpointKey }, about);
}
