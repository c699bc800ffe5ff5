import { signCheckpoint } from '../audit/checkpoint.ts';
import type { AuditKeys } from '../audit/index.ts';
import { leafBytes } from '../audit/leaf.ts';
import { leafHash } from '../audit/merkle.ts';
import { growTree, rootOfEdge } from '../audit/tiles.ts';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import type { Tx } from '../db/tx.ts';

type SigningKeys = Pick<AuditKeys, 'checkpointKey' | 'signCheckpoint'>;

/**
 * While `during` runs, the whole log is another one, made anew around an altered event and signed: everything that
 * whoever has the server can do. Then it is put back.
 */
export async function whileRewritten(
  db: Database,
  keys: SigningKeys,
  log: string,
  during: () => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    // No pass of the running server comes in between.
    await queries(tx).selectFrom('audit_head').select('log').forUpdate().execute();
    const putBack = await savedLog(db);
    await db.transaction((other) => rewrite(other, keys, log));
    try {
      await during();
    } finally {
      await putBack();
    }
  });
}

/** @returns what brings it back, in a transaction of its own. */
async function savedLog(db: Database): Promise<() => Promise<void>> {
  const saved = await db.transaction(async (tx) => ({
    tiles: await queries(tx).selectFrom('audit_tile').selectAll().execute(),
    checkpoints: await queries(tx).selectFrom('audit_checkpoint').selectAll().execute(),
    events: await queries(tx)
      .selectFrom('audit_event')
      .innerJoin('audit_leaf', 'audit_leaf.event_id', 'audit_event.event_id')
      .select(['audit_event.event_id', 'outcome'])
      .where('leaf_index', '=', 0)
      .execute(),
  }));
  return () =>
    db.transaction(async (tx) => {
      await queries(tx).deleteFrom('audit_tile').execute();
      await queries(tx).insertInto('audit_tile').values(saved.tiles).execute();
      await queries(tx).deleteFrom('audit_checkpoint').execute();
      await queries(tx).insertInto('audit_checkpoint').values(saved.checkpoints).execute();
      for (const { event_id: id, outcome } of saved.events)
        await queries(tx)
          .updateTable('audit_event')
          .set({ outcome })
          .where('event_id', '=', id)
          .execute();
    });
}

async function rewrite(tx: Tx, keys: SigningKeys, log: string): Promise<void> {
  await queries(tx)
    .updateTable('audit_event')
    .set({ outcome: 'failed' })
    .where('event_id', 'in', (eb) =>
      eb
        .selectFrom('audit_leaf')
        .select('event_id')
        .where('leaf_index', '=', 0)
        .where('log', '=', log),
    )
    .execute();
  const events = await queries(tx)
    .selectFrom('audit_leaf')
    .innerJoin('audit_event', 'audit_event.event_id', 'audit_leaf.event_id')
    .selectAll('audit_event')
    .where('audit_leaf.log', '=', log)
    .orderBy('leaf_index')
    .execute();
  const hashes = events.map((event) =>
    leafHash(
      leafBytes({
        eventId: event.event_id,
        occurredAtMs: event.occurred_ms,
        action: event.event_type,
        outcome: event.outcome,
        commitment: event.commitment,
      }),
    ),
  );
  const grown = growTree(0, [], hashes);
  for (const { level, number, hashes: tile } of grown.changed)
    await queries(tx)
      .updateTable('audit_tile')
      .set({ hashes: tile })
      .where('log', '=', log)
      .where('level', '=', level)
      .where('number', '=', number)
      .execute();
  const size = events.length;
  const note = signCheckpoint(keys, log, { size, root: rootOfEdge(grown.edge) });
  await queries(tx).deleteFrom('audit_checkpoint').where('size', '<', size).execute();
  await queries(tx)
    .updateTable('audit_checkpoint')
    .set({ note })
    .where('size', '=', size)
    .execute();
}
