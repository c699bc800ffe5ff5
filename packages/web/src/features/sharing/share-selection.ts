/** What is about to be shared, by id. */
export interface ShareSelection {
  readonly records: readonly RecordReference[];
  readonly documents: readonly string[];
}

export interface RecordReference {
  readonly type: string;
  readonly id: string;
}

export const EMPTY_SELECTION: ShareSelection = { records: [], documents: [] };

export function selectionSize(selection: ShareSelection): number {
  return selection.records.length + selection.documents.length;
}

/** The contract's own limits on one share. */
export const RECORDS_MOST = 500;
export const DOCUMENTS_MOST = 100;

export function selectionFits(selection: ShareSelection): boolean {
  return selection.records.length <= RECORDS_MOST && selection.documents.length <= DOCUMENTS_MOST;
}

export function hasRecord(selection: ShareSelection, { type, id }: RecordReference): boolean {
  return selection.records.some((record) => record.type === type && record.id === id);
}

/** Adds those that are missing, or takes all of them out. */
export function withRecords(
  selection: ShareSelection,
  records: readonly RecordReference[],
  chosen: boolean,
): ShareSelection {
  const named = (record: RecordReference): string => `${record.type}/${record.id}`;
  const touched = new Set(records.map(named));
  const others = selection.records.filter((record) => !touched.has(named(record)));
  const added = records.map(({ type, id }) => ({ type, id }));
  return { ...selection, records: chosen ? [...others, ...added] : others };
}

export function withDocuments(
  selection: ShareSelection,
  documents: readonly string[],
  chosen: boolean,
): ShareSelection {
  const others = selection.documents.filter((id) => !documents.includes(id));
  return { ...selection, documents: chosen ? [...others, ...documents] : others };
}
