import { ClientError, ProblemError } from '../../packages/client/src/index.ts';
import { listDocuments, readDocument } from '../../packages/contract/src/index.ts';
import { inBatches } from './in-batches.ts';
import type { Importer } from './importer.ts';
import { type SentDocument, mustBeThere } from './ledger.ts';

export interface DocumentFaults {
  readonly lost: string[];
  readonly halfWritten: string[];
  readonly uninvited: string[];
}

/** Each acknowledged document opens and equals its bytes; each other one does so too, or is not listed. */
export async function checkDocuments(importer: Importer): Promise<DocumentFaults> {
  const { client, personId, ledger } = importer;
  const { documents } = await client.call(listDocuments, { params: { patientId: personId } });
  const listed = new Set<string>(documents.map(({ documentId }) => documentId));
  const faults: DocumentFaults = { lost: [], halfWritten: [], uninvited: [] };
  for (const sent of ledger.documents) {
    const { documentId, fate } = sent;
    if (mustBeThere(sent) && !listed.has(documentId)) faults.lost.push(`document ${documentId}`);
    if (fate === 'refused' && listed.has(documentId))
      faults.uninvited.push(`document ${documentId}: listed, but refused`);
  }
  const known = new Set(ledger.documents.map(({ documentId }) => documentId));
  for (const id of listed)
    if (!known.has(id)) faults.uninvited.push(`document ${id}: listed, but never sent`);
  const there = ledger.documents.filter(({ documentId }) => listed.has(documentId));
  await inBatches(there, async (sent) => {
    if (!(await opens(importer, sent))) {
      const kind = mustBeThere(sent) ? faults.lost : faults.halfWritten;
      kind.push(`document ${sent.documentId} (${sent.fate}) does not open as it was sent`);
    } else if (sent.fate === 'unanswered') sent.fate = 'found';
  });
  return faults;
}

async function opens(
  { client, personId }: Importer,
  { documentId, bytes }: SentDocument,
): Promise<boolean> {
  const params = { patientId: personId, documentId };
  try {
    const response = await client.callForBytes(readDocument, { params });
    return Buffer.from(await response.arrayBuffer()).equals(bytes);
  } catch (error) {
    // A download of what is damaged breaks off: fetch says TypeError.
    const isAnswer = error instanceof ProblemError || error instanceof ClientError;
    if (isAnswer || error instanceof TypeError) return false;
    throw error;
  }
}
