import type { BlobStore } from '../../blobs/index.ts';
import type { Database } from '../../db/database.ts';
import { deletePendingBefore, readKnownBlobs } from './orphan-store.ts';

const AGE_MS = 24 * 3600_000;
const AT_ONCE = 500;

export interface Collected {
  readonly blobs: number;
  readonly pendingDocuments: number;
}

/**
 * Deletes what cut-off work left: blobs that no row names, and documents whose file never came. Nothing younger than
 * 24 hours is touched, since an upload's blob is there before its row.
 */
export async function collectOrphans(
  db: Database,
  blobs: BlobStore,
  now: Date,
  ageMs = AGE_MS,
): Promise<Collected> {
  const before = new Date(now.getTime() - ageMs);
  const pendingDocuments = await db.transaction((tx) => deletePendingBefore(tx, before));
  let count = 0;
  let old: string[] = [];
  const sweep = async (): Promise<void> => {
    const known = await db.transaction((tx) => readKnownBlobs(tx, old));
    for (const blobId of old.filter((each) => !known.has(each))) {
      await blobs.delete(blobId);
      count += 1;
    }
    old = [];
  };
  for await (const { blobId, storedAt } of blobs.list()) {
    if (storedAt < before) old.push(blobId);
    if (old.length === AT_ONCE) await sweep();
  }
  await sweep();
  return { blobs: count, pendingDocuments };
}
