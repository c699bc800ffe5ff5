import { genuineNote } from '../audit/begin-leaf.ts';
import type { Gate } from '../gate/index.ts';
import { signerFiles } from '../vault/index.ts';
import { readReachOf } from './audit-check-store.ts';

/**
 * Logs that are shorter in the database than what the signer remembers to have signed, with the first leaf that is gone.
 * The signer itself looks at the log that it adds to; of those before, whoever writes to the database could cut off the end,
 * and what is left would fit. Not those that a restore was begun after: they are told of in the next one's leaf 0.
 */
export async function cutLogs(
  gate: Pick<Gate, 'db' | 'vault' | 'checkpointKey'>,
): Promise<ReadonlyMap<string, number>> {
  const memory = signerFiles(gate.vault.keyStore.directories);
  // Before the database is read: a pass in between only makes it longer.
  const signed = memory.logs().map((log) => ({
    log,
    size: Math.max(
      0,
      ...memory.read(log).map((note) => genuineNote(note, gate.checkpointKey, log)?.size ?? 0),
    ),
  }));
  const cut = new Map<string, number>();
  await gate.db.transaction(
    async (tx) => {
      for (const { log, size } of signed) {
        const reach = await readReachOf(tx, log);
        if (reach !== undefined && reach < size) cut.set(log, reach);
      }
    },
    { readOnly: true },
  );
  return cut;
}
