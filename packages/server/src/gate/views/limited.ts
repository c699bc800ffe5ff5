import type { StoredJson } from '../../db/schema.ts';
import { isObject } from './json.ts';
import { IMAGING, IMAGING_ONLY, LIMITED } from './limited-elements.ts';
import { showResource } from './show-elements.ts';

/** Enough to tell whom a study is of, and which study: for technologists. Dates and ids as they are. */
export function limited(resource: StoredJson): StoredJson | undefined {
  if (IMAGING_ONLY.has(resource.resourceType) && !isOfImaging(resource)) return undefined;
  return showResource(
    {
      declaration: LIMITED,
      id: (uuid) => uuid,
      date: ({ written }) => written,
      birthDate: ({ year }) => String(year),
    },
    resource,
  );
}

function isOfImaging({ category }: StoredJson): boolean {
  const concepts: readonly unknown[] = Array.isArray(category) ? category : [category];
  return concepts.some(
    (concept) =>
      isObject(concept) &&
      Array.isArray(concept['coding']) &&
      concept['coding'].some(
        (coding: unknown) =>
          isObject(coding) && typeof coding['code'] === 'string' && IMAGING.has(coding['code']),
      ),
  );
}
