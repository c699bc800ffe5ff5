import { elementOf, stableUuid, textOf, type Resource } from '../resource/index.ts';

/**
 * The resources of a document and the ids by which they refer to each other.
 *
 * A reference that leads to a resource in the document is written as its `urn:uuid:`. A supporting
 * resource (who, where, which drug, a report's results) that is at hand is taken in. Any other
 * reference would lead nowhere: of it the words and the type stay.
 */
export class BundleEntries {
  readonly #known: ReadonlyMap<string, Resource>;
  readonly #included = new Map<Resource, string>();
  readonly #queue: Resource[] = [];

  constructor(known: readonly Resource[]) {
    this.#known = new Map(
      known.flatMap((resource) => {
        const { resourceType, id } = resource;
        if (id === undefined) return [];
        return [
          [`${resourceType}/${id}`, resource],
          [`urn:uuid:${id}`, resource],
        ];
      }),
    );
  }

  /** Takes a resource in and gives the reference to it. */
  include(resource: Resource): { readonly reference: string } {
    const before = this.#included.get(resource);
    if (before !== undefined) return { reference: before };
    const key = resource.id ?? JSON.stringify(resource);
    const fullUrl = `urn:uuid:${stableUuid(['ips', resource.resourceType, key])}`;
    this.#included.set(resource, fullUrl);
    this.#queue.push(resource);
    return { reference: fullUrl };
  }

  /** All entries, those that others needed too. */
  entries(): readonly { readonly fullUrl: string; readonly resource: Resource }[] {
    const made: { fullUrl: string; resource: Resource }[] = [];
    for (
      let resource = this.#queue.shift();
      resource !== undefined;
      resource = this.#queue.shift()
    ) {
      const { resourceType, id } = resource;
      const body = elementOf(this.#rewritten(resource));
      const { reference: fullUrl } = this.include(resource);
      made.push({
        fullUrl,
        resource: { ...body, resourceType, ...(id === undefined ? {} : { id }) },
      });
    }
    return made;
  }

  #rewritten(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each: unknown) => this.#rewritten(each));
    if (typeof value !== 'object' || value === null) return value;
    const element = elementOf(value);
    const reference = textOf(element['reference']);
    const rest = Object.fromEntries(
      Object.entries(element).map(([key, each]) => [key, this.#rewritten(each)]),
    );
    return reference === undefined || reference.startsWith('#')
      ? rest
      : this.#pointed(rest, reference);
  }

  #pointed(rest: Readonly<Record<string, unknown>>, reference: string): unknown {
    const target = this.#known.get(withoutVersion(reference));
    if (target !== undefined && (this.#included.has(target) || isSupporting(target))) {
      return { ...rest, ...this.include(target) };
    }
    const { reference: _left, ...words } = rest;
    const type =
      target?.resourceType ??
      /(?:^|\/)([A-Z][A-Za-z]+)(?:\/[A-Za-z0-9.-]+|\?.*)$/.exec(reference)?.[1];
    if (type !== undefined) return { ...words, type };
    return Object.keys(words).length > 0 ? words : { display: 'Not in this summary' };
  }
}

const supporting: ReadonlySet<string> = new Set([
  'Device',
  'Location',
  'Medication',
  'Observation',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Specimen',
]);

function isSupporting({ resourceType, status }: Resource): boolean {
  return supporting.has(resourceType) && status !== 'entered-in-error';
}

function withoutVersion(reference: string): string {
  return reference.replace(/\/_history\/.*$/, '');
}
