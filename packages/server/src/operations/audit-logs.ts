import {
  beginLogsAfterRestore,
  isBehindWitness,
  listLogs,
  readKnownLogs,
  type Witness,
} from '../audit/index.ts';
import { recordOperationIn, sequencerKeys, type Gate } from '../gate/index.ts';
import { isRestored, signerFiles } from '../vault/index.ts';

/**
 * At every unlock, before the new era begins and before any pass: a database that was put back gets new logs where its
 * own are not what was signed. One whose log is only damaged gets none: nothing is signed on it until somebody has looked.
 *
 * @param witnessed - What is kept outside says that the database is older also where the key store is as old.
 */
export async function settleAuditLogs(gate: Gate, witnessed: Witness | undefined): Promise<void> {
  const { db, checkpointKey: key } = gate;
  const memory = signerFiles(gate.vault.keyStore.directories);
  const nowMs = gate.now().getTime();
  const logs = await db.transaction(listLogs, { readOnly: true });
  const known = await readKnownLogs({ key, memory, witnessed }, logs, nowMs);
  const wasRestored = await isRestored(gate.vault);
  const begun = await db.transaction(async (tx) => {
    if (!wasRestored && !(await isBehindWitness(tx, known))) return [];
    const logsBegun = await beginLogsAfterRestore(tx, sequencerKeys(gate), known, nowMs);
    for (const { log, follows } of logsBegun)
      await recordOperationIn(gate, tx, {
        action: 'audit.begin-log',
        outcome: 'success',
        by: 'service',
        reason: 'restored',
        touched: {
          resources: [
            { type: 'AuditLog', id: log },
            { type: 'AuditLog', id: follows.log, version: follows.size },
          ],
          ciphertextHashes: [],
        },
      });
    return logsBegun;
  });
  for (const { log, follows } of begun)
    gate.log.warn({ log, follows }, 'the database was put back: the audit goes on in a new log');
}
