import {
  choiceElements,
  mandatoryElements,
  modifierElements,
  summaryChildren,
} from '../../../generated/fhir/search-parameters.mjs';
import { elementOf, elementsOf, type Resource } from '../resource/index.ts';

/** What is left out: all but the summary; all but the text; only the text; all but some elements. */
export type Shortening =
  | { readonly keep: 'summary' | 'text' | 'data' }
  | { readonly keep: 'elements'; readonly elements: readonly string[] };

/**
 * A resource without what `_summary` or `_elements` leaves out, tagged `SUBSETTED` so that nobody
 * stores it over the whole one (FHIR R4 search §3.1.1.5.8). Mandatory and modifying elements stay
 * where the mode may be read alone.
 */
export function summarise(resource: Resource, shortening: Shortening): Resource {
  const type = resource.resourceType;
  return tagged(shortened(resource, type, shortening));
}

function shortened(resource: Resource, type: string, shortening: Shortening): Resource {
  switch (shortening.keep) {
    case 'summary':
      return { resourceType: type, ...elementOf(summaryOf(resource, type)) };
    case 'data':
      return picked(resource, (name) => name !== 'text');
    case 'text': {
      const kept = new Set(['text', ...ALWAYS, ...(mandatoryElements[type] ?? [])]);
      return picked(resource, (name) => kept.has(name));
    }
    case 'elements': {
      const kept = new Set([
        ...ALWAYS,
        ...(mandatoryElements[type] ?? []),
        ...(modifierElements[type] ?? []),
      ]);
      return picked(
        resource,
        (name) => kept.has(name) || shortening.elements.some((one) => isOf(type, name, one)),
      );
    }
    default:
      return shortening satisfies never;
  }
}

const ALWAYS = ['resourceType', 'id', 'meta'];

/** `value` keeps `valueQuantity`, whichever type was chosen. */
function isOf(type: string, name: string, asked: string): boolean {
  return name === asked || choiceElements[type]?.[asked]?.includes(name) === true;
}

function picked(resource: Resource, keeps: (name: string) => boolean): Resource {
  const entries = Object.entries(resource).filter(([name]) => keeps(name.replace(/^_/, '')));
  return { ...Object.fromEntries(entries), resourceType: resource.resourceType };
}

function summaryOf(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((one) => summaryOf(one, path));
  const table = summaryChildren[path];
  if (table === undefined || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, child]): [string, unknown][] => {
    const kept = table[name.replace(/^_/, '')];
    if (kept === undefined) return [];
    return [[name, kept === 1 ? child : summaryOf(child, kept)]];
  });
  return Object.fromEntries(entries);
}

function tagged(resource: Resource): Resource {
  const meta = elementOf(resource['meta']);
  const tags = elementsOf(meta['tag']).filter(({ code }) => code !== SUBSETTED.code);
  return { ...resource, meta: { ...meta, tag: [...tags, SUBSETTED] } };
}

const SUBSETTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
};
