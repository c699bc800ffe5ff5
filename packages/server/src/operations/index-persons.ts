import { recordName } from '../db/sealed-columns.ts';
import type { StoredJson } from '../db/schema.ts';
import type { Tx } from '../db/tx.ts';
import { recordOperationIn, type Gate } from '../gate/index.ts';
import { lockPatients, readUnindexed } from './index-persons-store.ts';

/** Writes down what a chart is found by in an emergency; a feature knows how. */
export type IndexPatient = (
  tx: Tx,
  hashes: Gate['hashes'],
  ownerId: string,
  patients: readonly StoredJson[],
) => Promise<void>;

const PAGE = 100;

/**
 * Makes charts findable in an emergency whose Patient was written before there was an index. Each in a transaction of
 * its own, with an event in that person's log; stopped at any moment, the next run goes on with who is left.
 * @returns of how many.
 */
export async function indexPersons(
  gate: Gate,
  index: IndexPatient,
  signal: AbortSignal,
): Promise<{ readonly indexed: number }> {
  let indexed = 0;
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const page: readonly string[] = await gate.db.transaction((tx) =>
      readUnindexed(tx, from, PAGE),
    );
    for (const ownerId of page) {
      if (signal.aborted) return { indexed };
      if (await indexOne(gate, index, ownerId)) indexed += 1;
    }
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return { indexed };
  }
}

/** False for whose key is gone. */
function indexOne(gate: Gate, index: IndexPatient, ownerId: string): Promise<boolean> {
  return gate.db.transaction(async (tx) => {
    const rows = await lockPatients(tx, ownerId);
    const keys = await gate.vault.readKeys(tx, [ownerId], ['chart']);
    const vault = gate.vault.unlock(keys, ownerId, 'chart');
    if (vault === undefined) return false;
    const patients = rows.map((row) => vault.open(recordName(row), row.sealed));
    vault.close();
    await index(tx, gate.hashes, ownerId, patients);
    await recordOperationIn(gate, tx, {
      action: 'person.index',
      outcome: 'success',
      by: 'service',
      personId: ownerId,
      touched: {
        resources: rows.map(({ type, id, version }) => ({ type, id, version })),
        ciphertextHashes: [],
      },
    });
    return true;
  });
}
