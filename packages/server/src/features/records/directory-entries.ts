import { isTombstone, type AccountTools } from '../../gate/index.ts';
import type { StoredJson } from '../../db/schema.ts';
import { directoryPlace } from '../../db/sealed-columns.ts';
import type { StoredEntry } from './directory-store.ts';

/** One version of a record of an organisation's directory, opened. */
export interface OpenedEntry extends Omit<StoredEntry, 'sealed'> {
  readonly resource: StoredJson;
}

type Tools = Pick<AccountTools, 'sealing'>;

/** @throws CryptoError `not_authentic` for what was sealed as another organisation's, record's or version's. */
export function openEntry(
  { sealing }: Tools,
  { organisationId, type, id, version, sealed, writtenAt }: StoredEntry,
): OpenedEntry {
  const entry = { organisationId, type, id, version, writtenAt };
  return { ...entry, resource: sealing.open(directoryPlace(entry), sealed) };
}

/** Those that were not deleted. */
export function openPresent(tools: Tools, entries: readonly StoredEntry[]): readonly OpenedEntry[] {
  return entries
    .map((entry) => openEntry(tools, entry))
    .filter(({ resource }) => !isTombstone(resource));
}
