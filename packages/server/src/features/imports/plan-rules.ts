import { hash } from 'node:crypto';
import type { StoredJson } from '../../db/schema.ts';
import {
  rewriteReferences,
  type PlannedResource,
  type ReferenceContext,
} from '../records/index.ts';
import { fault, isObject, type Fault, type SentEntry } from './sent-rules.ts';

export interface Ids {
  /** Of the chart's Patient, which is the person. */
  readonly patientId: string;
  /** Records that the chart holds, or held: what came out of it keeps its id when it comes in again. */
  readonly own: ReadonlyMap<string, { readonly type: string }>;
  /** The same for the same entry, every time. */
  forEntry(type: string, fullUrl: string): string;
}

/** An entry with the id that it gets here, and references that say where things are now. */
export interface PlannedEntry extends PlannedResource {
  /** References to what is not in the file: they must be in the chart already. */
  readonly outside: readonly Outside[];
  /** References that name nothing, by where they stand. */
  readonly dangling: readonly string[];
}

export interface Outside {
  readonly path: string;
  readonly type: string;
  readonly id: string;
}

export interface Plan {
  readonly entries: readonly PlannedEntry[];
  readonly faults: readonly Fault[];
  /** More than one Patient: the file is not one person's. */
  readonly secondPatient: string | undefined;
}

/** What would be written, and what is wrong with the rest. References to what is not taken are still to be looked at. */
export function planImport(sent: readonly SentEntry[], ids: Ids): Plan {
  const faults: Fault[] = [];
  const targets = new Map<string, string>();
  const taken = new Map<string, string>();
  const several = new Set<string>();
  const withIds: { readonly entry: SentEntry; readonly id: string }[] = [];
  const nameless = new Map<string, number>();
  for (const entry of sent) {
    const { resource, where, fullUrl } = entry;
    const type = resource.resourceType;
    const id = idOf(entry, ids, nameless);
    const here = `${type}/${id}`;
    if (taken.has(here)) {
      if (type === 'Patient') return { entries: [], faults, secondPatient: where };
      const why = 'is the same as an earlier entry’s';
      faults.push({ ...fault(where, 'duplicate', why), element: fullUrlPath(where) });
      continue;
    }
    taken.set(here, where);
    withIds.push({ entry, id });
    if (fullUrl !== undefined) addTarget(targets, fullUrl, here);
    for (const reference of identifierReferences(resource)) {
      if ((targets.get(reference) ?? here) !== here) several.add(reference);
      targets.set(reference, here);
    }
  }
  // What several have names none of them.
  for (const reference of several) targets.delete(reference);
  const entries = withIds.map((each): PlannedEntry => planned(each, targets, faults));
  const refused = new Set(faults.map(({ where }) => where));
  return {
    entries: entries.filter(({ path }) => !refused.has(path)),
    faults,
    secondPatient: undefined,
  };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Those of a file that could be of this chart. */
export function uuidsIn(sent: readonly SentEntry[]): readonly string[] {
  return sent.flatMap(({ resource: { id } }) =>
    typeof id === 'string' && UUID.test(id) ? [id] : [],
  );
}

function idOf({ resource, fullUrl }: SentEntry, ids: Ids, nameless: Map<string, number>): string {
  const { resourceType: type, id } = resource;
  if (type === 'Patient') return ids.patientId;
  if (typeof id === 'string' && ids.own.get(id)?.type === type) return id;
  return ids.forEntry(type, fullUrl ?? contentUrl(resource, nameless));
}

/** What has no name of its own is known by what it says, and how often, so that the same file again is the same. */
function contentUrl(resource: StoredJson, seen: Map<string, number>): string {
  const digest = hash('sha256', JSON.stringify(resource));
  const nth = (seen.get(digest) ?? 0) + 1;
  seen.set(digest, nth);
  return `urn:sha256:${digest}#${nth}`;
}

/** Under its fullUrl, and under the `Type/id` at the end of it. */
function addTarget(targets: Map<string, string>, fullUrl: string, here: string): void {
  targets.set(fullUrl, here);
  const relative = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/.exec(fullUrl)?.[1];
  if (relative !== undefined) targets.set(relative, here);
}

/** A reference may be a search for an identifier (https://hl7.org/fhir/R4/http.html#trules), as Bulk Data files have it. */
function identifierReferences({ identifier, resourceType }: StoredJson): readonly string[] {
  if (!Array.isArray(identifier)) return [];
  return identifier.flatMap((each: unknown) =>
    isObject(each) && typeof each['system'] === 'string' && typeof each['value'] === 'string'
      ? [`${resourceType}?identifier=${each['system']}|${each['value']}`]
      : [],
  );
}

function planned(
  { entry, id }: { readonly entry: SentEntry; readonly id: string },
  targets: ReadonlyMap<string, string>,
  faults: Fault[],
): PlannedEntry {
  const { resource: sent, where: path } = entry;
  const context: ReferenceContext = { targets, unresolved: [], invalid: [], outside: [] };
  const resource = rewriteReferences(sent, path, context);
  const [invalid] = context.invalid;
  if (invalid !== undefined)
    faults.push({ ...fault(path, 'invalid', invalid.message), element: invalid.path });
  const dangling = context.unresolved.map((each) => each.path);
  return { type: sent.resourceType, id, path, resource, outside: context.outside, dangling };
}

function fullUrlPath(where: string): string {
  return where.replace(/\.resource$/, '.fullUrl');
}
