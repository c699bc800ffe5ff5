import type { ChartScope, GrantedView } from '../../gate/index.ts';
import { listStored } from '../documents/index.ts';
import { readRecordsById } from '../records/index.ts';

/** What somebody asks to share. */
export interface AskedToShare {
  readonly records: readonly { readonly type: string; readonly id: string }[];
  readonly documentIds: readonly string[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Paths of what is not in this chart; with a view, also of what it does not show: the two are one answer. Without one
 * nothing is opened.
 */
export async function whatIsMissing(
  scope: ChartScope,
  { records, documentIds }: AskedToShare,
  view?: GrantedView,
): Promise<readonly string[]> {
  const { tx, personId } = scope;
  const ids = records.map(({ id }) => id).filter((id) => UUID.test(id));
  const rows = await readRecordsById(tx, personId, ids);
  const there = view === undefined ? rows : await view.see(rows);
  const known = new Set(there.map(({ type, id }) => `${type}/${id}`));
  const areFilesSeen = view === undefined || view.mayRead('DocumentReference');
  const files = areFilesSeen ? await listStored(tx, personId, documentIds) : [];
  const documents = new Set(files.map(({ documentId }) => documentId));
  return [
    ...records.flatMap(({ type, id }, index) =>
      known.has(`${type}/${id}`) ? [] : [`records[${index}]`],
    ),
    ...documentIds.flatMap((id, index) => (documents.has(id) ? [] : [`documents[${index}]`])),
  ];
}
