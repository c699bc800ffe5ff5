import { dateInterval } from './date-interval.ts';
import { splitUnescaped, unescaped } from './escaping.ts';
import { foldText } from './fold-text.ts';
import { numberInterval } from './number-interval.ts';
import type { Parameter, ParameterKind } from './parameter-table.ts';
import type { Modifier, Prefix, SearchNumber, SearchValue } from './search.ts';

/** How one value is to be read. */
export interface ValueForm {
  readonly parameter: Parameter;
  readonly modifier?: Modifier | undefined;
  readonly targetType?: string | undefined;
  /** The address under which this server's resources are, without a slash at its end. */
  readonly baseUrl?: string | undefined;
}

/** @returns undefined if the text, still escaped, is not of the form. */
export function parseValue(text: string, form: ValueForm): SearchValue | undefined {
  if (text === '') return undefined;
  switch (form.modifier) {
    case 'missing':
      return text === 'true' || text === 'false'
        ? { kind: 'missing', missing: text === 'true' }
        : undefined;
    case 'text':
      return textValue(text, true);
    case 'of-type':
      return ofType(text);
    case 'identifier':
      return token(text);
    default:
      return ofKind(text, form.parameter.kind, form);
  }
}

function ofKind(text: string, kind: ParameterKind, form: ValueForm): SearchValue | undefined {
  switch (kind) {
    case 'token':
      return token(text);
    case 'string':
      return isWordy(form.parameter.code, text)
        ? undefined
        : textValue(text, form.modifier !== 'exact');
    case 'date':
      return date(text);
    case 'number': {
      const number = prefixedNumber(text);
      return number && { kind: 'number', ...number };
    }
    case 'quantity':
      return quantity(text);
    case 'uri':
      return { kind: 'uri', uri: unescaped(text) };
    case 'reference':
      return reference(unescaped(text), form);
    case 'composite':
      return composite(text, form);
    default:
      return kind satisfies never;
  }
}

function token(text: string): SearchValue | undefined {
  const [first = '', second, ...more] = splitUnescaped(text, '|').map(unescaped);
  if (more.length > 0) return undefined;
  if (second === undefined) return { kind: 'token', code: first };
  if (second === '') return first === '' ? undefined : { kind: 'token', system: first };
  return { kind: 'token', system: first, code: second };
}

function ofType(text: string): SearchValue | undefined {
  const [system = '', code = '', value = '', ...more] = splitUnescaped(text, '|').map(unescaped);
  return code === '' || value === '' || more.length > 0
    ? undefined
    : { kind: 'of-type', system, code, value };
}

/** Each word is looked for in all that a resource says. */
function isWordy(code: string, text: string): boolean {
  return (code === '_text' || code === '_content') && text.split(/\s/).length > MAX_WORDS;
}

const MAX_WORDS = 20;

/** A text of which folding leaves nothing would be at the start of every text. */
function textValue(text: string, folds: boolean): SearchValue | undefined {
  const plain = unescaped(text);
  return folds && foldText(plain) === '' ? undefined : { kind: 'text', text: plain };
}

function date(text: string): SearchValue | undefined {
  const { prefix, rest } = prefixed(text);
  const within = dateInterval(rest);
  return within && { kind: 'date', prefix, text: rest, within };
}

function prefixedNumber(text: string): SearchNumber | undefined {
  const { prefix, rest } = prefixed(text);
  const number = numberInterval(rest);
  return number && { prefix, text: rest, ...number };
}

function quantity(text: string): SearchValue | undefined {
  const [first = '', system = '', unit = '', ...more] = splitUnescaped(text, '|').map(unescaped);
  const number = prefixedNumber(first);
  if (number === undefined || more.length > 0) return undefined;
  return {
    kind: 'quantity',
    ...number,
    ...(system === '' ? {} : { system }),
    ...(unit === '' ? {} : { unit }),
  };
}

function reference(text: string, form: ValueForm): SearchValue | undefined {
  const { baseUrl, targetType, parameter } = form;
  const local = baseUrl !== undefined && text.startsWith(`${baseUrl}/`);
  const relative = local ? text.slice(baseUrl.length + 1) : text;
  const [, type, id] = RELATIVE.exec(relative) ?? [];
  if (id === undefined) return absolute(text);
  if (type !== undefined) {
    return targetType === undefined || targetType === type
      ? { kind: 'reference', type, id }
      : undefined;
  }
  const only = targetType ?? (parameter.targets.length === 1 ? parameter.targets[0] : undefined);
  return only === undefined ? { kind: 'reference', id } : { kind: 'reference', type: only, id };
}

const RELATIVE =
  /^(?:([A-Z][A-Za-z]+)\/)?([A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

function absolute(url: string): SearchValue | undefined {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(url) ? { kind: 'reference-url', url } : undefined;
}

function composite(text: string, form: ValueForm): SearchValue | undefined {
  const texts = splitUnescaped(text, '$');
  const { components } = form.parameter;
  if (texts.length !== components.length) return undefined;
  const parts = components.flatMap(
    ({ kind }, index) =>
      ofKind(texts[index] ?? '', kind, {
        ...form,
        parameter: { ...form.parameter, kind, targets: [] },
      }) ?? [],
  );
  return parts.length === components.length && !texts.includes('')
    ? { kind: 'composite', parts }
    : undefined;
}

function prefixed(text: string): { readonly prefix: Prefix; readonly rest: string } {
  const found = PREFIXES.find((prefix) => text.startsWith(prefix));
  return found === undefined
    ? { prefix: 'eq', rest: text }
    : { prefix: found, rest: text.slice(2) };
}

const PREFIXES: readonly Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];
