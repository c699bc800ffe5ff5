/** A FHIR resource as parsed JSON: only its type is known, the rest is narrowed where it is read. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [element: string]: unknown;
}

/** A JSON object inside a resource. */
export type Element = Readonly<Record<string, unknown>>;

export function isResource(value: unknown): value is Resource {
  return typeof elementOf(value)['resourceType'] === 'string';
}

/** The object, or an empty one for everything else, so that paths can be read without a check per step. */
export function elementOf(value: unknown): Element {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing;
  // An object that is no array has string keys.
  return value as Element;
}

/** The objects of a repeating element; empty for everything else. */
export function elementsOf(value: unknown): readonly Element[] {
  return Array.isArray(value) ? value.map(elementOf) : [];
}

/** A string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Without what FHIR JSON must not hold: nothing, empty strings, empty lists and empty objects. */
export function pruned<T>(value: T): T;
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((each: unknown) => pruned(each)).filter(isSomething);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, pruned(each)] as const)
      .filter(([, each]) => isSomething(each)),
  );
}

const nothing: Element = Object.freeze({});

function isSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
