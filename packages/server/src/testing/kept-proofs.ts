import type { CheckpointKey } from '../audit/index.ts';
import { openCheckpoint } from '../audit/checkpoint.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../audit/merkle-proofs.ts';
import { storedSubtrees } from '../audit/tile-rows.ts';
import { checkEvent } from '../audit/verify-event.ts';
import { readEvents } from '../audit/verify-rows.ts';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

/** What somebody took along: a signed checkpoint of each log, and a proof that each event is in it. */
export interface KeptProofs {
  readonly count: number;
  /** Event ids whose row no longer fits the proof, and logs that no longer extend what was signed. */
  faults(): Promise<readonly string[]>;
}

export async function keepProofs(db: Database, key: CheckpointKey): Promise<KeptProofs> {
  const logs = await db.transaction((tx) => newestNotes(tx));
  const kept: { log: string; note: string; eventId: string; index: number; proof: Buffer[] }[] = [];
  for (const { log, note } of logs) {
    const { size } = openCheckpoint(note, key, log);
    await db.transaction(async (tx) => {
      for (const event of await events(tx, log, size)) {
        const proof = await inclusionProof(event.leaf_index, size, storedSubtrees(tx, log));
        kept.push({ log, note, eventId: event.event_id, index: event.leaf_index, proof });
      }
    });
  }
  const check = async (): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const { log, note } of logs) {
      const old = openCheckpoint(note, key, log);
      await db.transaction(async (tx) => {
        if (!(await extend(tx, key, { log, old }))) faults.push(`log ${log}`);
        const rows = new Map((await events(tx, log, old.size)).map((row) => [row.event_id, row]));
        for (const { eventId, index, proof } of kept.filter((each) => each.log === log)) {
          const row = rows.get(eventId);
          const checked = row === undefined ? undefined : checkEvent(row, undefined);
          const fits =
            checked !== undefined &&
            'leafHash' in checked &&
            verifyInclusion({ ...old, leafHash: checked.leafHash, index, proof });
          if (!fits) faults.push(eventId);
        }
      });
    }
    return faults;
  };
  return { count: kept.length, faults: check };
}

async function extend(
  tx: Tx,
  key: CheckpointKey,
  { log, old }: { readonly log: string; readonly old: { size: number; root: Buffer } },
): Promise<boolean> {
  const note = (await newestNotes(tx)).find((each) => each.log === log)?.note ?? '';
  const now = openCheckpoint(note, key, log);
  const proof = await consistencyProof(old.size, now.size, storedSubtrees(tx, log));
  return verifyConsistency({
    oldSize: old.size,
    newSize: now.size,
    oldRoot: old.root,
    newRoot: now.root,
    proof,
  });
}

async function events(tx: Tx, log: string, size: number) {
  return (await readEvents(tx, log, 0)).filter((event) => event.leaf_index < size);
}

async function newestNotes(tx: Tx): Promise<readonly { log: string; note: string }[]> {
  return queries(tx)
    .selectFrom('audit_checkpoint')
    .distinctOn('log')
    .select(['log', 'note'])
    .orderBy('log')
    .orderBy('size', 'desc')
    .execute();
}
