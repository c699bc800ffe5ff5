import { escaped } from './escaping.ts';
import type { Condition, Include, Search, SearchValue } from './search.ts';

/** The parameters that say the same again, as a self link needs them; what was ignored is not in it. */
export function formatSearch(search: Search): [string, string][] {
  return [...search.conditions.map(formatCondition), ...formatResults(search)];
}

function formatCondition(condition: Condition): [string, string] {
  switch (condition.by) {
    case 'value': {
      const suffix = condition.modifier ?? condition.targetType;
      const name = suffix === undefined ? condition.code : `${condition.code}:${suffix}`;
      return [name, condition.values.map(formatValue).join(',')];
    }
    case 'chain': {
      const suffix = condition.targetType === undefined ? '' : `:${condition.targetType}`;
      return [`${condition.code}${suffix}.${condition.rest}`, condition.text];
    }
    case 'has': {
      const [rest, text] = formatCondition(condition.condition);
      return [`_has:${condition.type}:${condition.reference}:${rest}`, text];
    }
    default:
      return condition satisfies never;
  }
}

function formatValue(value: SearchValue): string {
  switch (value.kind) {
    case 'token':
      if (value.system === undefined) return escaped(value.code ?? '');
      return `${escaped(value.system)}|${escaped(value.code ?? '')}`;
    case 'of-type':
      return [value.system, value.code, value.value].map(escaped).join('|');
    case 'text':
      return escaped(value.text);
    case 'date':
    case 'number':
      return `${value.prefix}${value.text}`;
    case 'quantity':
      return quantityText(value);
    case 'uri':
      return escaped(value.uri);
    case 'reference':
      return value.type === undefined ? value.id : `${value.type}/${value.id}`;
    case 'reference-url':
      return escaped(value.url);
    case 'composite':
      return value.parts.map(formatValue).join('$');
    case 'missing':
      return String(value.missing);
    default:
      return value satisfies never;
  }
}

function quantityText(value: Extract<SearchValue, { readonly kind: 'quantity' }>): string {
  const { prefix, text, system = '', unit = '' } = value;
  const number = `${prefix}${text}`;
  return system === '' && unit === '' ? number : `${number}|${escaped(system)}|${escaped(unit)}`;
}

function formatResults(search: Search): [string, string][] {
  const { sort, count, summary, elements, total, format, pretty } = search;
  const list: [string, string | undefined][] = [
    ['_sort', sort.map((key) => `${key.descending ? '-' : ''}${key.code}`).join(',') || undefined],
    ...search.includes.map((one) => formatInclude('_include', one)),
    ...search.revIncludes.map((one) => formatInclude('_revinclude', one)),
    ['_count', count?.toString()],
    ['_summary', summary],
    ['_elements', elements?.join(',')],
    ['_total', total],
    ['_format', format],
    ['_pretty', pretty?.toString()],
  ];
  return list.flatMap(([name, text]): [string, string][] =>
    text === undefined ? [] : [[name, text]],
  );
}

function formatInclude(name: string, one: Include): [string, string] {
  const target = one.targetType === undefined ? '' : `:${one.targetType}`;
  return [one.iterate ? `${name}:iterate` : name, `${one.type}:${one.parameter}${target}`];
}
