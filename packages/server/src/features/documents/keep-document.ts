import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaType } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { documentName } from '../../db/sealed-columns.ts';
import type { ChartScope } from '../../gate/index.ts';
import { insertPending, listStored, markStored } from './document-store.ts';

/**
 * Keeps bytes that are here already as a document of the chart, in the scope's transaction.
 * @returns false when there is a document of this id. If the transaction fails afterwards the sealed file belongs to
 * nobody, and the daily collection removes it.
 */
export async function keepDocument(
  scope: ChartScope,
  blobs: BlobStore,
  document: {
    readonly documentId: string;
    readonly title: string;
    readonly fileName: string;
    readonly mediaType: MediaType;
    readonly bytes: Uint8Array;
  },
): Promise<boolean> {
  const { tx, personId, vault, now: createdAt } = scope;
  const { documentId, bytes, ...said } = document;
  if ((await listStored(tx, personId, [documentId])).length > 0) return false;
  const blobId = randomUUID();
  const file = vault.newFile(documentId);
  const through = new PassThrough();
  await Promise.all([
    blobs.put(blobId, through),
    pipeline(Readable.from([Buffer.from(bytes)]), file.sealer(), through),
  ]);
  const nothing = { ...said, mediaType: null, sizeBytes: null };
  const pending = vault.seal(documentName(documentId, 'pending'), nothing);
  await insertPending(tx, personId, { documentId, sealed: pending, createdAt });
  const detail = { ...said, sizeBytes: bytes.length };
  const sealed = vault.seal(documentName(documentId, 'stored'), detail);
  const wrappedKey = vault.wrapFile(file);
  await markStored(tx, personId, { documentId, sealed, wrappedKey, blobId });
  scope.wrote({ type: 'DocumentReference', id: documentId }, sealed);
  return true;
}
