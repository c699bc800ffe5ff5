import { elementOf, elementsOf, type Resource } from '../resource/index.ts';
import { foldText } from './fold-text.ts';
import { localReference } from './local-reference.ts';
import { datesOf, numbersOf } from './match-range.ts';
import { parameterOf, type ParameterKind } from './parameter-table.ts';
import type { Search, SortKey } from './search.ts';

type Key = number | string | undefined;

/**
 * Puts matches in the order of `_sort`; what lacks a value comes last either way, and equals stay as
 * they were. Of several values the smallest counts, or the largest when descending.
 */
export function sorterOf(search: Search): (resources: readonly Resource[]) => Resource[] {
  if (search.sort.length === 0) return (resources) => [...resources];
  const readers = search.sort.map((key) => keyReader(search.type, key));
  const signs = search.sort.map(({ descending }) => (descending ? -1 : 1));
  return (resources) =>
    resources
      .map((resource) => ({ resource, keys: readers.map((read) => read(resource)) }))
      .sort((a, b) => compareAll(a.keys, b.keys, signs))
      .map(({ resource }) => resource);
}

function compareAll(a: readonly Key[], b: readonly Key[], signs: readonly number[]): number {
  for (const [index, sign] of signs.entries()) {
    const order = compareKeys(a[index], b[index], sign);
    if (order !== 0) return order;
  }
  return 0;
}

function compareKeys(a: Key, b: Key, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a === b) return 0;
  return isBefore(a, b) ? -sign : sign;
}

/** One parameter's keys are all numbers or all texts. */
function isBefore(a: number | string, b: number | string): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);
}

function keyReader(type: string, { code, descending }: SortKey): (resource: Resource) => Key {
  const parameter = parameterOf(type, code);
  if (parameter === undefined) return () => undefined;
  return (resource) => {
    let best: Key;
    parameter.each(resource, (valueType, value) => {
      const key = keyOf(parameter.kind, valueType, value, descending);
      if (key !== undefined && (best === undefined || isBefore(key, best) !== descending))
        best = key;
      return false;
    });
    return best;
  };
}

function keyOf(kind: ParameterKind, type: string, value: unknown, descending: boolean): Key {
  if (kind === 'date') return bound(datesOf(value), descending);
  if (kind === 'number' || kind === 'quantity') return bound(numbersOf(value), descending);
  if (kind === 'reference') return localReference(value);
  if (typeof value !== 'object' || value === null) return value == null ? undefined : fold(value);
  return fold(textOf(type, value));
}

function bound(
  interval: { readonly low: number; readonly high: number } | undefined,
  descending: boolean,
): Key {
  return descending ? interval?.high : interval?.low;
}

function fold(value: unknown): Key {
  const text = typeof value === 'string' ? foldText(value) : JSON.stringify(value);
  return text === '' ? undefined : text;
}

/** People read a code's text, and a name by its family. */
function textOf(type: string, value: unknown): unknown {
  const element = elementOf(value);
  const [coding = {}] = elementsOf(element['coding']);
  switch (type) {
    case 'CodeableConcept':
      return element['text'] ?? coding['display'] ?? coding['code'] ?? '';
    case 'Coding':
      return element['display'] ?? element['code'] ?? '';
    case 'HumanName':
      return [element['family'] ?? element['text'], element['given']]
        .flat()
        .filter(Boolean)
        .join(' ');
    case 'Address':
      return [element['country'], element['city'], element['line']]
        .flat()
        .filter(Boolean)
        .join(' ');
    default:
      return element['value'] ?? '';
  }
}
