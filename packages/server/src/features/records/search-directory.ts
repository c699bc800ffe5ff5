import { Refusal, type DirectoryScope, type SeenRecord } from '../../gate/index.ts';
import { DIRECTORY_TYPES } from './chart-required-rules.ts';
import { openPresent, type OpenedEntry } from './directory-entries.ts';
import { readEntriesOfTypes } from './directory-store.ts';
import type { SearchText } from './entry-rules.ts';
import type { Done } from './fhir-answers.ts';
import { text } from './fhir-path-rules.ts';
import { searchIn, type Asking, type SearchBundle } from './search-bundle.ts';
import { asksNothing, findIn, understood, type OpenedChart } from './search-chart.ts';

/** A page of what a search finds in the directories that the scope is about. */
export function searchDirectory(scope: DirectoryScope, asking: Asking): Promise<SearchBundle> {
  const named = organisationsNamed(asking.query).map((id) => [ORGANISATION, id] as const);
  const query = asking.query.filter(([name]) => name !== ORGANISATION);
  // Its links are for these organisations alone.
  const personId = scope.organisationIds.toSorted().join('+');
  const place = { scope: { ...scope, personId }, opened: openedDirectory(scope), named };
  return searchIn(place, { ...asking, query });
}

const ORGANISATION = '_organization';

/** The ids of organisations whose directories alone are asked about. */
export function organisationsNamed(query: SearchText): readonly string[] {
  return query.flatMap(([name, value]) => (name === ORGANISATION ? [value] : []));
}

/** The one record that a condition means; undefined for none. @throws {@link Refusal} `precondition_failed` for several. */
export async function findConditionally(
  scope: DirectoryScope,
  type: string,
  query: SearchText,
): Promise<Done | undefined> {
  const path = 'If-None-Exist';
  const search = understood(type, query, { path });
  if (asksNothing(search))
    throw new Refusal('validation_failed', 'A condition asks for nothing. Nothing was changed.', {
      errors: [{ path, message: 'must name at least one search parameter', issue: 'required' }],
    });
  const [found, second] = await findIn(openedDirectory(scope), search, scope.now);
  if (second !== undefined)
    throw new Refusal('precondition_failed', 'A condition names several. Nothing was changed.', {
      errors: [{ path, message: 'names several records', issue: 'multiple-matches' }],
    });
  if (found === undefined) return undefined;
  const { id, version, resource } = found;
  scope.read({ type, id, version });
  const updatedAt = new Date(text(resource, 'meta', 'lastUpdated') ?? scope.now);
  return { did: 'kept', type, id, version, resource, updatedAt };
}

function openedDirectory({ tx, gate, organisationIds }: DirectoryScope): OpenedChart {
  const read = async (types: readonly string[]): Promise<readonly SeenRecord[]> =>
    openPresent(gate, await readEntriesOfTypes(tx, organisationIds, types)).map(seen);
  let all: Promise<readonly SeenRecord[]> | undefined;
  return {
    ofType: (type) => read([type]),
    whole: () => (all ??= read([...DIRECTORY_TYPES])),
    around: () => Promise.resolve([]),
  };
}

function seen({ type, id, version, resource }: OpenedEntry): SeenRecord {
  return { type, id, version, resource };
}
