import type { Sealed, WrappedKey } from '@wardkeep/crypto';
import { queries } from '../../db/queries.ts';
import type { DocumentDetail } from '../../db/schema.ts';
import type { Tx } from '../../db/tx.ts';

export interface StoredDocument {
  readonly documentId: string;
  readonly sealed: Sealed<DocumentDetail>;
  readonly wrappedKey: WrappedKey | null;
  readonly blobId: string | null;
  readonly createdAt: Date;
}

export async function insertPending(
  tx: Tx,
  ownerId: string,
  document: {
    readonly documentId: string;
    readonly sealed: Sealed<DocumentDetail>;
    readonly createdAt: Date;
  },
): Promise<void> {
  await queries(tx)
    .insertInto('document')
    .values({
      owner_id: ownerId,
      document_id: document.documentId,
      state: 'pending',
      sealed: document.sealed,
      wrapped_key: null,
      blob_id: null,
      created_at: document.createdAt,
    })
    .execute();
}

/** False when the document was not waiting for its file any more. */
export async function markStored(
  tx: Tx,
  ownerId: string,
  document: {
    readonly documentId: string;
    readonly sealed: Sealed<DocumentDetail>;
    readonly wrappedKey: WrappedKey;
    readonly blobId: string;
  },
): Promise<boolean> {
  const row = await queries(tx)
    .updateTable('document')
    .set({
      state: 'stored',
      sealed: document.sealed,
      wrapped_key: document.wrappedKey,
      blob_id: document.blobId,
    })
    .where('owner_id', '=', ownerId)
    .where('document_id', '=', document.documentId)
    .where('state', '=', 'pending')
    .returning('document_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function readPending(
  tx: Tx,
  ownerId: string,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const [found] = await read(tx, ownerId, 'pending', [documentId]);
  return found;
}

export async function readStored(
  tx: Tx,
  ownerId: string,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const [found] = await read(tx, ownerId, 'stored', [documentId]);
  return found;
}

/** All of a person's stored documents, newest first; or those with the given ids. */
export async function listStored(
  tx: Tx,
  ownerId: string,
  documentIds?: readonly string[],
): Promise<readonly StoredDocument[]> {
  return read(tx, ownerId, 'stored', documentIds);
}

/** The blob that is nobody's now; undefined when there was no such document. */
export async function deleteDocumentRow(
  tx: Tx,
  ownerId: string,
  documentId: string,
): Promise<{ readonly blobId: string | null } | undefined> {
  const row = await queries(tx)
    .deleteFrom('document')
    .where('owner_id', '=', ownerId)
    .where('document_id', '=', documentId)
    .returning('blob_id')
    .executeTakeFirst();
  return row && { blobId: row.blob_id };
}

async function read(
  tx: Tx,
  ownerId: string,
  state: 'pending' | 'stored',
  documentIds: readonly string[] | undefined,
): Promise<readonly StoredDocument[]> {
  if (documentIds?.length === 0) return [];
  let query = queries(tx)
    .selectFrom('document')
    .select(['document_id', 'sealed', 'wrapped_key', 'blob_id', 'created_at'])
    .where('owner_id', '=', ownerId)
    .where('state', '=', state);
  if (documentIds !== undefined) query = query.where('document_id', 'in', documentIds);
  const rows = await query.orderBy('created_at', 'desc').execute();
  return rows.map((row) => ({
    documentId: row.document_id,
    sealed: row.sealed,
    wrappedKey: row.wrapped_key,
    blobId: row.blob_id,
    createdAt: row.created_at,
  }));
}
