import type { Tx } from '../db/tx.ts';
import { sendKeyNotice } from './key-notices-store.ts';
import { wrappingEpoch, type KeyRing } from './key-ring.ts';
import { makePairAside, pairRow } from './service-key-material.ts';
import { RENEWED, type RenewedName } from './service-key-names.ts';
import {
  deleteServiceKey,
  insertServiceKey,
  readServiceKeys,
  type ServiceKeyRow,
} from './service-key-store.ts';

/**
 * A new version of each pair that signs access tokens and is older than the active epoch; the version before counts on
 * until its last token has ended. Running it again does nothing.
 * @param options.atOnce - After an incident: nothing that an older version signed counts any more, and whoever is
 * signed in refreshes.
 */
export async function renewSigning(
  ring: Pick<KeyRing, 'db' | 'epochs' | 'now'>,
  options: { readonly atOnce: boolean },
): Promise<void> {
  const { db, epochs, now } = ring;
  const since = new Date(epochs.active.createdAt);
  const due = (await db.transaction(newestVersions)).filter((row) => row.created_at < since);
  const made = await Promise.all(
    due.map(async (row) => ({ row, pair: await makePairAside(row.name) })),
  );
  await db.transaction(async (tx) => {
    const epoch = await wrappingEpoch(ring, tx);
    for (const { row, pair } of made)
      await insertServiceKey(
        tx,
        pairRow({ name: row.name, version: row.version + 1 }, pair, epoch, now()),
      );
    if (options.atOnce) await deleteOlder(tx);
    await sendKeyNotice(tx, '*');
  });
}

type RenewedRow = ServiceKeyRow & { readonly name: RenewedName };

async function newestVersions(tx: Tx): Promise<readonly RenewedRow[]> {
  const rows = await readServiceKeys(tx);
  return RENEWED.flatMap((name) => {
    const newest = rows.find((row) => row.name === name);
    return newest === undefined ? [] : [{ ...newest, name }];
  });
}

async function deleteOlder(tx: Tx): Promise<void> {
  const newest = await newestVersions(tx);
  for (const row of await readServiceKeys(tx)) {
    if (newest.some(({ name, version }) => row.name === name && row.version < version))
      await deleteServiceKey(tx, row);
  }
}
