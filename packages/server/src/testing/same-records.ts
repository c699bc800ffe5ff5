import { createHash } from 'node:crypto';

/** A resource, and the names by which others refer to it. */
export interface NamedResource {
  readonly names: readonly string[];
  readonly resource: Readonly<Record<string, unknown>>;
}

/**
 * What a set of resources says, whatever they are called: one text for each, the same in two sets if their content is, and
 * if what each refers to is the same in turn. Ids and what a server adds to `meta` are left out; a reference is what stands
 * behind it. Three steps of references tell apart whatever has the same content.
 */
export function saidBy(all: readonly NamedResource[]): readonly string[] {
  const indexes = new Map(all.flatMap(({ names }, index) => names.map((name) => [name, index])));
  const bare = all.map(({ resource }) => withoutNames(resource, indexes));
  let said = bare.map(({ text }) => digest(text));
  for (let step = 0; step < 3; step++)
    said = bare.map(({ text, to }) => digest(text + to.map((index) => said[index]).join()));
  return said
    .map((each, index) => `${String(all[index]?.resource['resourceType'])} ${each}`)
    .toSorted();
}

function withoutNames(
  resource: NamedResource['resource'],
  indexes: ReadonlyMap<string, number>,
): { readonly text: string; readonly to: readonly number[] } {
  const { id: _id, meta, ...rest } = resource;
  const {
    versionId: _version,
    lastUpdated: _at,
    ...kept
  } = (meta ?? {}) as Record<string, unknown>; // of FHIR
  const to: number[] = [];
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([name, member]) => {
      const index = name === 'reference' ? indexes.get(String(member)) : undefined;
      if (index === undefined) return [name, walk(member)];
      to.push(index);
      return [name, 'leads to'];
    });
  };
  return { text: JSON.stringify(walk({ ...rest, meta: kept })), to };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
