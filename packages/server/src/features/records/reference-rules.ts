import type { StoredJson } from '../../db/schema.ts';
import { localOf } from './subject-rules.ts';

export const ERRORS_MOST = 20;

export interface Finding {
  readonly path: string;
  readonly message: string;
}

export interface ReferenceContext {
  /** From an entry's fullUrl, and from the `Type/id` at its end, to `Type/id` here. */
  readonly targets: ReadonlyMap<string, string>;
  /** References that name nothing; the first {@link ERRORS_MOST}. */
  readonly unresolved: Finding[];
  /** Values that can't be stored as they are; the first {@link ERRORS_MOST}. */
  readonly invalid: Finding[];
  /** Relative references to something that is not in the Bundle. */
  readonly outside: { path: string; type: string; id: string }[];
  /** The address of the FHIR routes: a reference to what is below it becomes a relative one. */
  readonly base?: string | undefined;
  /** References by a search: where the first of each stands. Without this member they name nothing. */
  readonly conditional?:
    | { readonly is: (reference: string) => boolean; readonly found: Map<string, string> }
    | undefined;
}

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * Rewrites every `reference` (https://hl7.org/fhir/R4/references.html) that names an entry of the Bundle. One that
 * names nothing is reported: a record that points nowhere is worse than an import that says so. References to other
 * servers (http, https) and into the resource itself (`#…`) stay as they are. A number that JSON can't write again
 * (`1e400` reads as Infinity, and would be stored as null) is reported too.
 * @param at - Where the resource stands in what was sent, for what is reported.
 */
export function rewriteReferences(
  resource: StoredJson,
  at: string,
  context: ReferenceContext,
): StoredJson {
  const walk = { ...context, steps: [at] };
  // The outermost value is an object and stays one with the same members.
  return rewrite(resource, walk) as StoredJson;
}

interface Walk extends ReferenceContext {
  /** From the entry to here: text only when something is reported, since a body may hold millions of nodes. */
  readonly steps: (string | number)[];
}

function rewrite(value: unknown, walk: Walk): unknown {
  if (typeof value === 'number' && !Number.isFinite(value))
    report(walk.invalid, walk, 'must be a finite number');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return rewriteItems(value, walk);
  return rewriteMembers(value as Readonly<Record<string, unknown>>, walk); // read from JSON
}

/** A copy only where something changed: copying every empty object of a large body takes longer than the rest. */
function rewriteItems(items: readonly unknown[], walk: Walk): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    walk.steps.push(index);
    const rewritten = rewrite(item, walk);
    walk.steps.pop();
    if (rewritten !== item) (copy ??= [...items])[index] = rewritten;
  }
  return copy ?? items;
}

function rewriteMembers(value: Readonly<Record<string, unknown>>, walk: Walk): object {
  const changed: [string, unknown][] = [];
  for (const name of Object.keys(value)) {
    const member = value[name];
    walk.steps.push(name);
    const isReference = name === 'reference' && typeof member === 'string';
    const rewritten = isReference ? resolve(member, walk) : rewrite(member, walk);
    walk.steps.pop();
    if (rewritten !== member) changed.push([name, rewritten]);
  }
  // Not by assignment, which a member named __proto__ would turn into another prototype.
  return changed.length === 0 ? value : Object.fromEntries([...Object.entries(value), ...changed]);
}

function resolve(sent: string, walk: Walk): string {
  const reference = localOf(sent, walk.base);
  const target = walk.targets.get(sent) ?? walk.targets.get(reference);
  if (target !== undefined) return target;
  if (reference.startsWith('#') || /^https?:\/\//.test(reference)) return reference;
  const [, type, id] = RELATIVE.exec(reference) ?? [];
  if (type !== undefined && id !== undefined) {
    walk.outside.push({ path: pathOf(walk.steps), type, id });
    return reference;
  }
  if (walk.conditional?.is(reference) === true) {
    const { found } = walk.conditional;
    if (!found.has(reference)) found.set(reference, pathOf(walk.steps));
    return reference;
  }
  report(walk.unresolved, walk, 'names nothing in this file');
  return reference;
}

function report(findings: Finding[], { steps }: Walk, message: string): void {
  if (findings.length < ERRORS_MOST) findings.push({ path: pathOf(steps), message });
}

function pathOf([start, ...steps]: readonly (string | number)[]): string {
  const text = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
  return `${start}${text.join('')}`;
}
