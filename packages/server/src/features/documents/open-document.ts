import { pipeline } from 'node:stream';
import { MediaType } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { documentName } from '../../db/sealed-columns.ts';
import { Refusal, type BytesReply, type ChartScope } from '../../gate/index.ts';
import { readStored } from './document-store.ts';

/** A document's file as it leaves: opened chunk by chunk while it is sent, after the access is on record. */
export async function openDocument(
  scope: ChartScope,
  blobs: BlobStore,
  documentId: string,
): Promise<BytesReply> {
  // One answer for what is not there and for what is not the caller's to see.
  if (!scope.view.mayRead('DocumentReference')) throw notHere();
  const stored = await readStored(scope.tx, scope.personId, documentId);
  if (stored === undefined || stored.wrappedKey === null || stored.blobId === null) throw notHere();
  const name = documentName(documentId, 'stored');
  const detail = scope.reveal('DocumentReference', name, stored.sealed);
  const file = scope.vault.openFile(documentId, stored.wrappedKey);
  const { blobId } = stored;
  scope.read({ type: 'DocumentReference', id: documentId });
  return {
    mediaType: MediaType.parse(detail.mediaType),
    fileName: detail.fileName,
    length: detail.sizeBytes ?? 0,
    chunks: async function* () {
      const sealed = await blobs.get(blobId);
      const opener = file.opener();
      // Whoever stops listening destroys the opener, and with it the file behind it; a fault of the file ends the opener.
      pipeline(sealed, opener, () => undefined);
      for await (const chunk of opener) yield chunk;
    },
  };
}

function notHere(): Refusal {
  return new Refusal('not_found', 'There is no such document here.');
}
