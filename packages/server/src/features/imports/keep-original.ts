import { createHash } from 'node:crypto';
import type { BlobStore } from '../../blobs/index.ts';
import type { ChartScope } from '../../gate/index.ts';
import { keepDocument } from '../documents/index.ts';
import type { Sent } from './sent-rules.ts';

const TITLE_LETTERS_MOST = 300;

/**
 * The document that records were made of, as a sealed file of the chart: what no resource says is still in it. Only when
 * something new came of it, so that it comes once, and stays away once it is deleted.
 * @returns its id; null when it was not kept.
 */
export async function keepOriginal(
  scope: ChartScope,
  blobs: BlobStore,
  { sent, report }: { readonly sent: Sent; readonly report: { readonly imported: number } },
): Promise<string | null> {
  const { original: bytes } = sent;
  if (bytes === undefined || report.imported === 0) return null;
  if (!scope.view.mayWrite('DocumentReference')) return null;
  const digest = createHash('sha256').update(bytes).digest('hex');
  const documentId = scope.resourceId('DocumentReference', `urn:wardkeep:original:${digest}`);
  const kept = await keepDocument(scope, blobs, {
    documentId,
    title: titleOf(sent),
    fileName: 'document.xml',
    mediaType: 'application/xml',
    bytes,
  });
  return kept ? documentId : null;
}

function titleOf({ entries }: Sent): string {
  const composition = entries.find(({ resource }) => resource.resourceType === 'Composition');
  const title = composition?.resource['title'];
  const text = typeof title === 'string' ? title.trim() : '';
  return text === '' ? 'C-CDA' : text.slice(0, TITLE_LETTERS_MOST);
}
