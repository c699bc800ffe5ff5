import { destroyDetails } from '../../audit/index.ts';
import type { Tx } from '../../db/tx.ts';
import { refuseWhenStopped } from '../../vault/index.ts';
import { readOwnCertificate } from '../own-certificate.ts';
import { beginErasure, settleErasure } from './begin-erasure.ts';
import { ErasureError } from './erasure-error.ts';
import type { ErasureOptions, ErasureParts } from './erasure-parts.ts';
import { readBlobIds, readErasure } from './erasure-store.ts';
import { finishErasure } from './finish-erasure.ts';

export interface ErasedBlobs {
  readonly count: number;
  /** Of sealed files. A run that was interrupted counts what it deleted after it went on. */
  readonly bytes: number;
}

export interface ErasureResult {
  readonly reportId: string;
  /** The certificate: docs/formats/erasure-certificate.md. */
  readonly note: string;
}

/**
 * Erases a person whose erasure was asked for and confirmed. Each step can be the last one of a process: the next call
 * goes on from what is there. Of a person who is erased already it answers the certificate.
 * @throws {@link ErasureError}; VaultError `work_unfinished`, `work_aborted`, `key_store_copy_unwritable`
 */
export async function erasePerson(
  parts: ErasureParts,
  personId: string,
  options: ErasureOptions = {},
): Promise<ErasureResult> {
  const { gate } = parts;
  const finished = await readFinished(parts, personId);
  if (finished !== undefined) return finished;
  await beginErasure(parts, personId, options);
  await settleErasure(parts, personId, options);
  const blobs = await deleteBlobs(parts, personId, options);
  for (;;) {
    refuseWhenStopped(options.signal);
    if ((await gate.db.transaction((tx) => destroyDetails(tx, personId), { retry: true })) === 0)
      break;
  }
  return finishErasure(parts, personId, { ...options, blobs });
}

async function readFinished(
  { gate }: ErasureParts,
  personId: string,
): Promise<ErasureResult | undefined> {
  return gate.db.transaction(async (tx) => {
    const row = await readErasure(gate, tx, personId);
    if (row === undefined) throw new ErasureError('not_confirmed');
    return row.finished_at === null ? undefined : ownCertificate(gate, tx, personId);
  });
}

async function ownCertificate(
  gate: ErasureParts['gate'],
  tx: Tx,
  personId: string,
): Promise<ErasureResult | undefined> {
  const found = await readOwnCertificate(gate, tx, personId);
  return found && { reportId: found.reportId, note: found.note };
}

/** The rows that name them go later, so a run that stops here finds them again; a blob that is gone is no error. */
async function deleteBlobs(
  { gate, blobs }: ErasureParts,
  personId: string,
  { signal, onProgress }: ErasureOptions,
): Promise<ErasedBlobs> {
  const blobIds = await gate.db.transaction((tx) => readBlobIds(tx, personId));
  let bytes = 0;
  for (const [done, blobId] of blobIds.entries()) {
    refuseWhenStopped(signal);
    bytes += (await blobs.length(blobId)) ?? 0;
    await blobs.delete(blobId);
    onProgress?.({ phase: 'files', done: done + 1, total: blobIds.length });
  }
  return { count: blobIds.length, bytes };
}
