import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlobError, type BlobStore } from '../blobs/blob-store.ts';
import type { SealedColumn, SealedFile, SealedRow } from '../db/sealed-columns.ts';
import type { FileVault } from './file-vault.ts';
import { ringOf } from './key-ring.ts';
import { refuseWhenStopped, waitForOlderTransactions } from './renew-older.ts';
import { readFilesUnder, swapFile, type StoredValue } from './reseal-store.ts';
import { hashOf, isDamage, sealAgain, unlockOwner, type ResealWork } from './reseal.ts';

export interface FileOptions {
  readonly blobs: BlobStore;
  /** How long a replaced blob stays for downloads that were admitted before and open it only now. */
  readonly blobGraceMs: number;
}

type FileColumn = SealedColumn & { readonly file: SealedFile };

export function hasFiles(column: SealedColumn): column is FileColumn {
  return column.file !== undefined;
}

/**
 * Gives every file a new key, which the active person key wraps, and seals its bytes anew under a new blob id; the row
 * changes in one step. A crash leaves at most a blob that no row names, which is ciphertext without a key.
 */
export async function resealFiles(
  work: ResealWork,
  column: FileColumn,
  options: FileOptions,
): Promise<void> {
  let after: SealedRow | undefined;
  do {
    const page = await ringOf(work.vault).db.transaction((tx) =>
      readFilesUnder(tx, column, work.of, after),
    );
    const replaced: string[] = [];
    for (const stored of page) {
      refuseWhenStopped(work.signal);
      const blobId = await resealFile(work, column, stored, options.blobs);
      if (blobId !== undefined) replaced.push(blobId);
    }
    await deleteReplaced(work, replaced, options);
    after = page.at(-1)?.row;
  } while (after !== undefined);
}

/** @returns the blob that no row names any more; undefined when nothing was replaced. */
async function resealFile(
  work: ResealWork,
  column: FileColumn,
  stored: StoredValue,
  blobs: BlobStore,
): Promise<string | undefined> {
  const { blobId: oldBlobId } = stored;
  const files = await openBoth(work, column, stored);
  if (files === undefined || oldBlobId === null) return undefined;
  const blobId = randomUUID();
  if (!(await copyBlob(blobs, { from: oldBlobId, to: blobId }, files))) {
    work.tally.damaged += 1;
    return undefined;
  }
  const swapped = await swap(work, column, stored, { file: files.fresh, blobId });
  if (!swapped) await blobs.delete(blobId);
  else work.tally.files += 1;
  return swapped ? oldBlobId : undefined;
}

interface BothFiles {
  readonly old: FileVault;
  readonly fresh: FileVault;
}

async function openBoth(
  work: ResealWork,
  column: FileColumn,
  stored: StoredValue,
): Promise<BothFiles | undefined> {
  const vault = await ringOf(work.vault).db.transaction((tx) => unlockOwner(tx, work, column));
  if (vault === undefined || stored.wrappedKey === null) return undefined;
  const fileId = column.file.fileId(stored.row);
  try {
    return { old: vault.openFile(fileId, stored.wrappedKey), fresh: vault.newFile(fileId) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    work.tally.damaged += 1;
    return undefined;
  } finally {
    vault.close();
  }
}

/** Chunk by chunk, whatever the file's size. False when the old blob is missing or was altered; nothing is kept then. */
async function copyBlob(
  blobs: BlobStore,
  ids: { readonly from: string; readonly to: string },
  { old, fresh }: BothFiles,
): Promise<boolean> {
  const sealed = new PassThrough();
  try {
    const source = await blobs.get(ids.from);
    const [stored, sent] = await Promise.allSettled([
      blobs.put(ids.to, sealed),
      pipeline(source, old.opener(), fresh.sealer(), sealed),
    ]);
    if (sent.status === 'rejected') throw sent.reason;
    if (stored.status === 'rejected') throw stored.reason;
    return true;
  } catch (error) {
    await blobs.delete(ids.to);
    if (isDamage(error) || error instanceof BlobError) return false;
    throw error;
  }
}

async function swap(
  work: ResealWork,
  column: FileColumn,
  stored: StoredValue,
  next: { readonly file: FileVault; readonly blobId: string },
): Promise<boolean> {
  return ringOf(work.vault).db.transaction(async (tx) => {
    const vault = await unlockOwner(tx, work, column);
    const sealed = vault && sealAgain(vault, column, stored);
    if (vault === undefined || sealed === undefined) return false;
    const wrappedKey = vault.wrapFile(next.file);
    vault.close();
    const { blobId } = next;
    if (!(await swapFile(tx, column, stored, { sealed, wrappedKey, blobId }))) return false;
    await work.record(tx, {
      personId: work.of.ownerId,
      resources: [column.resource(stored.row)],
      ciphertextHashes: [hashOf(sealed)],
    });
    return true;
  });
}

/** Not before whoever read the old row has opened the old blob. */
async function deleteReplaced(
  work: ResealWork,
  blobIds: readonly string[],
  { blobs, blobGraceMs }: FileOptions,
): Promise<void> {
  if (blobIds.length === 0) return;
  await waitForOlderTransactions(ringOf(work.vault).db, work.signal);
  await sleep(blobGraceMs);
  for (const blobId of blobIds) await blobs.delete(blobId);
}
