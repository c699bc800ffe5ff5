import { isSearchableType, parameterOf, referenceParametersOf } from './parameter-table.ts';
import type { Include, Search, SortKey, SummaryMode } from './search.ts';
import { SearchError } from './search-error.ts';

/** Parameters that say what the answer looks like, not what is in it. */
export function isResultParameter(name: string): boolean {
  return Object.hasOwn(READERS, nameOf(name));
}

/**
 * Reads one into the search.
 *
 * @throws {@link SearchError} `bad_value`, `unknown_modifier`, `unknown_parameter`, or
 * `bad_combination` if it stands twice and may stand once.
 */
export function parseResultParameter(search: Search, name: string, text: string): Search {
  const code = nameOf(name);
  const modifier = name.slice(code.length + 1);
  const iterates = code === '_include' || code === '_revinclude';
  if (modifier !== '' && !(iterates && (modifier === 'iterate' || modifier === 'recurse'))) {
    throw new SearchError('unknown_modifier', name, 'it has no such modifier');
  }
  return READERS[code]?.(search, text, name) ?? search;
}

function nameOf(name: string): string {
  return name.split(':', 1)[0] ?? name;
}

type Reader = (search: Search, text: string, name: string) => Search;

const READERS: Readonly<Record<string, Reader>> = {
  _sort: (search, text, name) => {
    once(search.sort.length === 0, name);
    return { ...search, sort: text.split(',').map((one) => sortKey(search.type, one, name)) };
  },
  _count: (search, text, name) => {
    once(search.count === undefined, name);
    if (!/^\d{1,9}$/.test(text)) throw bad(name, 'a whole number from 0');
    return { ...search, count: Number(text) };
  },
  _summary: (search, text, name) => {
    once(search.summary === undefined, name);
    return { ...search, summary: oneOf(SUMMARIES, text, name) };
  },
  _elements: (search, text, name) => {
    const names = text.split(',').map((one) => one.trim());
    if (!names.every((one) => ELEMENT.test(one))) throw bad(name, 'names of elements');
    const all = [...(search.elements ?? []), ...names.map((one) => elementName(search.type, one))];
    return { ...search, elements: [...new Set(all)] };
  },
  _include: (search, text, name) => ({
    ...search,
    includes: [...search.includes, include(search.type, text, name)],
  }),
  _revinclude: (search, text, name) => ({
    ...search,
    revIncludes: [...search.revIncludes, revInclude(text, name)],
  }),
  _total: (search, text, name) => {
    once(search.total === undefined, name);
    return { ...search, total: oneOf(TOTALS, text, name) };
  },
  _format: (search, text, name) => {
    once(search.format === undefined, name);
    if (text === '') throw bad(name, 'a format');
    return { ...search, format: text };
  },
  _pretty: (search, text, name) => {
    once(search.pretty === undefined, name);
    return { ...search, pretty: oneOf(['true', 'false'], text, name) === 'true' };
  },
};

const SUMMARIES: readonly SummaryMode[] = ['true', 'text', 'data', 'count', 'false'];
const TOTALS = ['none', 'estimate', 'accurate'] as const;
const ELEMENT = /^[A-Za-z]\w{0,63}(?:\.\w{1,64})*$/;

/** `Patient.name` and `name.family` name the element `name`. */
function elementName(type: string, text: string): string {
  const [first = '', second] = text.split('.');
  return first === type ? (second ?? 'id') : first;
}

function sortKey(type: string, text: string, name: string): SortKey {
  const descending = text.startsWith('-');
  const code = descending ? text.slice(1) : text;
  const kind = parameterOf(type, code)?.kind;
  if (kind === undefined)
    throw new SearchError('unknown_parameter', name, `${type} can't be sorted so`);
  if (kind === 'composite') throw bad(name, 'a composite has no order');
  return { code, descending };
}

function include(searched: string, text: string, name: string): Include {
  if (text === '*') return { type: searched, parameter: '*', iterate: iterates(name) };
  const [type = '', parameter = '', targetType, ...more] = text.split(':');
  if (!isSearchableType(type) || more.length > 0)
    throw bad(name, 'Type:parameter or Type:parameter:Target');
  const known = parameter === '*' || parameterOf(type, parameter)?.kind === 'reference';
  if (!known) throw new SearchError('unknown_parameter', name, `${type} has no such reference`);
  if (targetType !== undefined && !isSearchableType(targetType)) throw bad(name, 'a resource type');
  if (!iterates(name) && type !== searched) throw bad(name, `a reference of ${searched}`);
  return {
    type,
    parameter,
    iterate: iterates(name),
    ...(targetType !== undefined && { targetType }),
  };
}

function revInclude(text: string, name: string): Include {
  const [type = ''] = text.split(':', 1);
  const read = include(type, text, name);
  if (text === '*' || referenceParametersOf(type).length === 0) throw bad(name, 'Type:parameter');
  return read;
}

function iterates(name: string): boolean {
  return name.includes(':');
}

function oneOf<T extends string>(allowed: readonly T[], text: string, name: string): T {
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw bad(name, `one of ${allowed.join(', ')}`);
  return found;
}

function once(isFirst: boolean, name: string): void {
  if (!isFirst) throw new SearchError('bad_combination', name, 'it may stand once');
}

function bad(name: string, advice: string): SearchError {
  return new SearchError('bad_value', name, `expected ${advice}`);
}
