import { randomUUID } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MEDIA_TYPES, uploadDocument as endpoint, type MediaType } from '@wardkeep/contract';
import type { BlobStore } from '../../blobs/index.ts';
import { documentName } from '../../db/sealed-columns.ts';
import { Refusal, outOfScope, uploadRoute, type Route } from '../../gate/index.ts';
import type { FileVault } from '../../vault/index.ts';
import { markStored, readPending } from './document-store.ts';
import { SNIFF_BYTES, sniffMediaType } from './media-type-rules.ts';

interface Received {
  readonly file: FileVault;
  readonly blobId: string;
  readonly mediaType: MediaType;
  readonly sizeBytes: number;
}

/** Sealed chunk by chunk on its way to the store: no byte of the file touches a disk in the open. */
export function uploadDocument(blobs: BlobStore): Route {
  return uploadRoute<typeof endpoint, FileVault, Received>({
    endpoint,
    person: (_facts, { params }) => params.patientId,
    prepare: async (scope, { params }) => {
      // Before a byte of the file is taken, not when it is kept.
      if (!scope.view.mayWrite('DocumentReference')) throw outOfScope();
      if ((await readPending(scope.tx, scope.personId, params.documentId)) === undefined)
        throw notWaiting();
      return scope.vault.newFile(params.documentId);
    },
    receive: (file, body) => receive(blobs, file, body),
    keep: async (scope, { params }, received) => {
      const pending = await readPending(scope.tx, scope.personId, params.documentId);
      if (pending === undefined) throw notWaiting();
      const { documentId } = params;
      const { title, fileName } = scope.reveal(
        'DocumentReference',
        documentName(documentId, 'pending'),
        pending.sealed,
      );
      const { blobId, mediaType, sizeBytes } = received;
      // Now, not when the upload began: by the key that is active now.
      const wrappedKey = scope.vault.wrapFile(received.file);
      const sealed = scope.vault.seal(documentName(documentId, 'stored'), {
        title,
        fileName,
        mediaType,
        sizeBytes,
      });
      if (!(await markStored(scope.tx, scope.personId, { documentId, sealed, wrappedKey, blobId })))
        throw notWaiting();
      scope.wrote({ type: 'DocumentReference', id: documentId }, sealed);
      return {
        documentId,
        title,
        fileName,
        mediaType,
        sizeBytes,
        createdAt: pending.createdAt.toISOString(),
      };
    },
    discard: ({ blobId }) => blobs.delete(blobId),
  });
}

async function receive(blobs: BlobStore, file: FileVault, body: Readable): Promise<Received> {
  const blobId = randomUUID();
  const seen = new Sniffer();
  const sealed = new PassThrough();
  // Both ends are awaited: whichever breaks first breaks the other, and the store keeps nothing of a broken stream.
  const [stored, sent] = await Promise.allSettled([
    blobs.put(blobId, sealed),
    pipeline(body, (source: AsyncIterable<Buffer>) => seen.watch(source), file.sealer(), sealed),
  ]);
  if (sent.status === 'rejected' || stored.status === 'rejected') {
    await blobs.delete(blobId);
    throw sent.status === 'rejected'
      ? sent.reason
      : stored.status === 'rejected'
        ? stored.reason
        : undefined;
  }
  return { file, blobId, mediaType: seen.mediaType(), sizeBytes: seen.sizeBytes };
}

/** Counts what passes, and refuses a file of a kind that is not taken before the rest of it comes. */
class Sniffer {
  sizeBytes = 0;
  #head: Buffer = Buffer.alloc(0);
  #found: MediaType | undefined;

  async *watch(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of source) {
      this.sizeBytes += chunk.length;
      if (this.#found === undefined) this.#look(chunk);
      yield chunk;
    }
    this.mediaType();
  }

  mediaType(): MediaType {
    if (this.#found === undefined) throw wrongType();
    return this.#found;
  }

  #look(chunk: Buffer): void {
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, SNIFF_BYTES)]);
    this.#found = sniffMediaType(this.#head);
    if (this.#found === undefined && this.#head.length >= SNIFF_BYTES) throw wrongType();
  }
}

function wrongType(): Refusal {
  return new Refusal(
    'bad_media_type',
    `This kind of file is not taken. What is: ${MEDIA_TYPES.join(', ')}.`,
  );
}

function notWaiting(): Refusal {
  return new Refusal('not_found', 'There is no document here that waits for its file.');
}
