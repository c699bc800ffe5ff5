/**
 * What compiled FHIRPath calls. Collections are arrays, a single value is itself, nothing is
 * `undefined`; a Boolean that is nothing is `undefined` too.
 *
 * A resource that is wrong in structure comes here as well: nothing here may throw.
 */
import { compareValues } from './compare-values.ts';

type Tri = boolean | undefined;
type Node = Readonly<Record<string, unknown>>;

const NOTHING: readonly unknown[] = Object.freeze([]);
/** Longer texts than names and paths are never matched: some expressions of R4 backtrack. */
const maximumMatched = 2_000;

export const isObject = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const patterns = new Map<string, RegExp>();

/** obs-7 compares the same list with every component. */
let intersected: { list: readonly unknown[]; keys: ReadonlySet<unknown> } | undefined;

/** To be called between resources: a list may have changed, and need not be kept alive. */
export function forgetIntersection(): void {
  intersected = undefined;
}

export const fhirpathFunctions = {
  NOTHING,
  ONE: Object.freeze([true]),
  truth: (value: unknown): Tri => (value === undefined ? undefined : value !== false),
  truthOfMany(list: readonly unknown[]): Tri {
    return list.length === 0 ? undefined : list.length > 1 || list[0] !== false;
  },
  listOf,
  single: (list: readonly unknown[]): unknown => (list.length === 1 ? list[0] : undefined),
  size: (list: readonly unknown[]): number => list.length,
  not: (a: Tri): Tri => (a === undefined ? undefined : !a),
  and(a: Tri, b: Tri): Tri {
    if (a === false || b === false) return false;
    return a === undefined || b === undefined ? undefined : true;
  },
  or(a: Tri, b: Tri): Tri {
    if (a === true || b === true) return true;
    return a === undefined || b === undefined ? undefined : false;
  },
  implies(a: Tri, b: Tri): Tri {
    if (a === false || b === true) return true;
    return a === undefined || b === undefined ? undefined : false;
  },
  xor: (a: Tri, b: Tri): Tri => (a === undefined || b === undefined ? undefined : a !== b),
  same(a: unknown, b: unknown): Tri {
    return a === undefined || b === undefined ? undefined : isSame(a, b);
  },
  sameLists(a: readonly unknown[], b: readonly unknown[]): Tri {
    if (a.length === 0 || b.length === 0) return undefined;
    return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  },
  isIn: (one: unknown, list: readonly unknown[]): Tri =>
    one === undefined ? undefined : list.some((other) => isSame(one, other)),
  union: (a: readonly unknown[], b: readonly unknown[]): readonly unknown[] => [
    ...new Map([...a, ...b].map((one) => [keyOf(one), one])).values(),
  ],
  intersection(a: readonly unknown[], b: readonly unknown[]): readonly unknown[] {
    if (a.length === 0 || b.length === 0) return NOTHING;
    if (intersected?.list !== b) intersected = { list: b, keys: new Set(b.map(keyOf)) };
    const { keys } = intersected;
    return a.filter((one) => keys.has(keyOf(one)));
  },
  isDistinct: (list: readonly unknown[]): boolean =>
    list.length < 2 || new Set(list.map(keyOf)).size === list.length,
  isFalse: (value: unknown): boolean => value === false,
  join: (a: unknown, b: unknown): string => toText(a) + toText(b),
  toText: (value: unknown): string | undefined => (value === undefined ? undefined : toText(value)),
  toInteger(value: unknown): number | undefined {
    const text = toText(value);
    return /^[+-]?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
  },
  step,
  stepChoice: (list: readonly unknown[], keys: readonly string[]): readonly unknown[] =>
    keys.flatMap((key) => step(list, key)),
  choice(of: unknown, keys: readonly string[]): unknown {
    if (!isObject(of)) return undefined;
    const key = keys.find((one) => of[one] !== undefined || of[`_${one}`] !== undefined);
    return key === undefined ? undefined : (of[key] ?? of[`_${key}`]);
  },
  children: (list: readonly unknown[]): readonly unknown[] => list.flatMap(childrenOf),
  descendants(list: readonly unknown[]): readonly unknown[] {
    const found = list.flatMap(childrenOf);
    // It grows while it is read, instead of recursion.
    for (let at = 0; at < found.length; at++) {
      for (const child of childrenOf(found[at])) found.push(child);
    }
    return found;
  },
  /** The whole text, as the reference validator has it. */
  matches(value: unknown, pattern: unknown): Tri {
    if (typeof value !== 'string') return undefined;
    return value.length <= maximumMatched && patternOf(toText(pattern), true).test(value);
  },
  replaceMatches(value: unknown, pattern: unknown, by: unknown): string | undefined {
    if (typeof value !== 'string' || value.length > maximumMatched) return undefined;
    return value.replace(patternOf(toText(pattern), false), toText(by));
  },
  startsWith: (value: unknown, start: unknown): Tri =>
    typeof value === 'string' ? value.startsWith(toText(start)) : undefined,
  contains: (value: unknown, part: unknown): Tri =>
    typeof value === 'string' ? value.includes(toText(part)) : undefined,
  before: (a: unknown, b: unknown) => compared(a, b, (order) => order < 0),
  after: (a: unknown, b: unknown) => compared(a, b, (order) => order > 0),
  notAfter: (a: unknown, b: unknown) => compared(a, b, (order) => order <= 0),
  notBefore: (a: unknown, b: unknown) => compared(a, b, (order) => order >= 0),
};

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return NOTHING;
  return Array.isArray(value) ? value : [value];
}

/** A primitive that has extensions and no value counts as one that is there. */
function step(list: readonly unknown[], key: string): readonly unknown[] {
  if (list.length === 0) return NOTHING;
  const found: unknown[] = [];
  for (const one of list) {
    if (!isObject(one)) continue;
    const value = one[key] ?? one[`_${key}`];
    if (Array.isArray(value)) for (const each of value) found.push(each);
    else if (value !== undefined) found.push(value);
  }
  return found;
}

function childrenOf(value: unknown): unknown[] {
  return isObject(value) ? Object.values(value).flat() : [];
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && keyOf(a) === keyOf(b));
}

/** What is nested more deeply than this has been refused already. */
const deepestKey = 100;

/** Equal values have equal keys, in whichever order their properties stand. */
function keyOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? textKey(value, 0) : value;
}

function textKey(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null || depth > deepestKey)
    return JSON.stringify(depth > deepestKey ? '' : value);
  if (Array.isArray(value)) return `[${value.map((one) => textKey(one, depth + 1)).join()}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${textKey(one, depth + 1)}`).join()}}`;
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function patternOf(source: string, whole: boolean): RegExp {
  const key = `${whole}${source}`;
  const known = patterns.get(key) ?? new RegExp(whole ? `^(?:${source})$` : source);
  patterns.set(key, known);
  return known;
}

/** What can't be compared (units that differ, dates that overlap) breaks no rule. */
function compared(a: unknown, b: unknown, holds: (order: number) => boolean): Tri {
  if (a === undefined || b === undefined) return undefined;
  const order = compareValues(a, b);
  return order === undefined || holds(order);
}
