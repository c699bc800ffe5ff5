import type { StoredJson } from '../../db/schema.ts';

export interface Unresolved {
  readonly path: string;
  readonly message: string;
}

export interface ReferenceContext {
  /** From an entry's fullUrl, and from the `Type/id` at its end, to `Type/id` here. */
  readonly targets: ReadonlyMap<string, string>;
  readonly unresolved: Unresolved[];
  /** Relative references to something that is not in the Bundle. */
  readonly outside: { path: string; type: string; id: string }[];
}

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * Rewrites every `reference` (https://hl7.org/fhir/R4/references.html) that names an entry of the Bundle. One that
 * names nothing is reported: a record that points nowhere is worse than an import that says so. References to other
 * servers (http, https) and into the resource itself (`#…`) stay as they are.
 */
export function rewriteReferences(
  resource: StoredJson,
  path: string,
  context: ReferenceContext,
): StoredJson {
  // The outermost value is an object and stays one with the same members.
  return rewrite(resource, `${path}.resource`, context) as StoredJson;
}

function rewrite(value: unknown, path: string, context: ReferenceContext): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) => rewrite(item, `${path}[${index}]`, context));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const at = `${path}.${name}`;
    const isReference = name === 'reference' && typeof member === 'string';
    return [name, isReference ? resolve(member, at, context) : rewrite(member, at, context)];
  });
  return Object.fromEntries(members);
}

function resolve(reference: string, path: string, context: ReferenceContext): string {
  const target = context.targets.get(reference);
  if (target !== undefined) return target;
  if (reference.startsWith('#') || /^https?:\/\//.test(reference)) return reference;
  const [, type, id] = RELATIVE.exec(reference) ?? [];
  if (type !== undefined && id !== undefined) {
    context.outside.push({ path, type, id });
    return reference;
  }
  context.unresolved.push({ path, message: 'names nothing in this file' });
  return reference;
}
