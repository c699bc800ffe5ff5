import type { StoredJson } from '../../db/schema.ts';
import type { Declaration, ElementKind, Elements } from './elements.ts';
import { isObject, type JsonObject } from './json.ts';
import { showValue, type Showing } from './show-value.ts';

/** How a view shows what its declaration lets through. */
export type ViewOfElements = Omit<Showing, 'types'> & { readonly declaration: Declaration };

/**
 * What is declared of a resource, each value only when it looks like what it is declared to be; undefined for a type that
 * is not declared. Everything in the answer is made anew: nothing is passed on by reference.
 */
export function showResource(
  { declaration, ...how }: ViewOfElements,
  resource: StoredJson,
): StoredJson | undefined {
  const { resourceType } = resource;
  if (!Object.hasOwn(declaration, resourceType)) return undefined;
  const elements = declaration[resourceType];
  if (elements === undefined) return undefined;
  const showing = { ...how, types: declaration };
  const { id } = resource;
  return {
    resourceType,
    ...(isUuid(id) ? { id: how.id(id.toLowerCase()) } : {}),
    ...showObject(elements, resource, showing),
  };
}

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function showObject(
  elements: Elements,
  value: Readonly<Record<string, unknown>>,
  showing: Showing,
): JsonObject | undefined {
  const shown: Record<string, unknown> = {};
  let isEmpty = true;
  for (const [name, kind] of Object.entries(elements)) {
    if (!Object.hasOwn(value, name)) continue;
    const part = showElement(kind, value[name], showing);
    if (part === undefined) continue;
    shown[name] = part;
    isEmpty = false;
  }
  return isEmpty ? undefined : shown;
}

/** A list keeps the entries that can be shown. FHIR has no lists in lists. */
function showElement(kind: ElementKind | Elements, value: unknown, showing: Showing): unknown {
  if (!Array.isArray(value)) return showOne(kind, value, showing);
  const parts = value
    .map((entry: unknown) => showOne(kind, entry, showing))
    .filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts;
}

function showOne(kind: ElementKind | Elements, value: unknown, showing: Showing): unknown {
  if (typeof kind === 'string') return showValue(kind, value, showing);
  return isObject(value) ? showObject(kind, value, showing) : undefined;
}
