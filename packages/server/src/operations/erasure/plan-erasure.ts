import { countEventsOf } from '../../audit/index.ts';
import { readEpochsOfPerson } from '../../vault/index.ts';
import type { ErasureParts } from './erasure-parts.ts';
import { ErasureError } from './erasure-error.ts';
import { countOwnedRows, readBlobIds } from './erasure-store.ts';
import { isHeld } from './legal-hold.ts';

/** What an erasure would delete, counted now; nothing is opened or changed. */
export interface ErasurePlan {
  readonly isHeld: boolean;
  readonly rows: Readonly<Record<string, number>>;
  readonly files: { readonly count: number; readonly bytes: number };
  readonly events: { readonly subject: number; readonly actor: number; readonly details: number };
  readonly epochIds: readonly string[];
}

/** @throws {@link ErasureError} `unknown_person` */
export async function planErasure(parts: ErasureParts, personId: string): Promise<ErasurePlan> {
  const { gate, blobs } = parts;
  const read = await gate.db.transaction(async (tx) => ({
    isHeld: await isHeld(gate, tx, personId),
    rows: await countOwnedRows(tx, personId),
    events: await countEventsOf(tx, gate.auditSealing, personId),
    epochIds: await readEpochsOfPerson(tx, personId),
    blobIds: await readBlobIds(tx, personId),
  }));
  if (read.rows.get('person') === 0) throw new ErasureError('unknown_person');
  const { blobIds, rows, ...plan } = read;
  let bytes = 0;
  for (const blobId of blobIds) bytes += (await blobs.length(blobId)) ?? 0;
  return { ...plan, rows: Object.fromEntries(rows), files: { count: blobIds.length, bytes } };
}
