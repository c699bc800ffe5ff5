import { type RecordWords, capitalised } from './record-words.ts';
import { type Json, type Shown, isJson, text } from './shown.ts';
import { unitText } from './unit-text.ts';

/** Tells the FHIR R4 data types apart by their elements; nothing when it is none of them. */
export function describeDataType(value: Json, words: RecordWords): Shown | undefined {
  for (const describe of DATA_TYPES) {
    const shown = describe(value, words);
    if (shown !== undefined) return typeof shown === 'string' ? text(shown) : shown;
  }
  return undefined;
}

type Describe = (value: Json, words: RecordWords) => Shown | string | undefined;

/** In the order in which they are tried: the more particular first. */
const DATA_TYPES: readonly Describe[] = [
  codeableConcept,
  reference,
  money,
  quantity,
  period,
  range,
  ratio,
  humanName,
  address,
  contactPoint,
  coding,
  identifier,
  annotation,
];

const string = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const only = (value: Json, ...names: string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name) || name === 'id' || name === 'extension');

function codeableConcept(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'coding', 'text')) return undefined;
  const spoken = string(value['text']);
  if (spoken !== undefined) return spoken;
  const codings = Array.isArray(value['coding']) ? value['coding'].filter(isJson) : [];
  return codings.map((one) => coding(one, words)).find((one) => one !== undefined);
}

function coding(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'system', 'version', 'code', 'display', 'userSelected')) return undefined;
  const code = string(value['code']);
  return string(value['display']) ?? (code === undefined ? undefined : words.code(code));
}

function reference(value: Json, words: RecordWords): Shown | undefined {
  if (!only(value, 'reference', 'type', 'display', 'identifier')) return undefined;
  if (!('reference' in value || 'display' in value)) return undefined;
  const target = string(value['reference']) ?? '';
  const [, type, id] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(target) ?? [];
  const spoken = string(value['display']);
  if (type === undefined || id === undefined) return text(spoken ?? target);
  const local = !target.includes('://');
  const title = spoken ?? capitalised(words.kind(type, 1));
  return local ? { kind: 'link', text: title, type, id } : text(title);
}

function money(value: Json, words: RecordWords): string | undefined {
  const { value: amount, currency } = value;
  if (typeof amount !== 'number' || typeof currency !== 'string') return undefined;
  return words.format.money(amount, currency);
}

function quantity(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'value', 'comparator', 'unit', 'system', 'code')) return undefined;
  const amount = value['value'];
  if (typeof amount !== 'number') return undefined;
  const unit = unitText(string(value['unit']) ?? string(value['code']) ?? '');
  return [string(value['comparator']), words.format.number(amount), unit]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function period(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'start', 'end')) return undefined;
  const [start, end] = [string(value['start']), string(value['end'])];
  if (start !== undefined && end !== undefined) {
    return `${words.format.fhirDate(start)} – ${words.format.fhirDate(end)}`;
  }
  if (start !== undefined) return words.since(words.format.fhirDate(start));
  return end === undefined ? undefined : words.until(words.format.fhirDate(end));
}

/** Also an Observation's reference range. */
function range(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'low', 'high', 'text', 'type', 'appliesTo')) return undefined;
  const [low, high] = [value['low'], value['high']].map((end) =>
    isJson(end) ? quantity(end, words) : undefined,
  );
  if (low !== undefined && high !== undefined) return `${low} – ${high}`;
  if (low !== undefined) return `≥ ${low}`;
  return high === undefined ? undefined : `≤ ${high}`;
}

function ratio(value: Json, words: RecordWords): string | undefined {
  const { numerator, denominator } = value;
  if (!isJson(numerator) || !isJson(denominator)) return undefined;
  return `${quantity(numerator, words) ?? ''} / ${quantity(denominator, words) ?? ''}`;
}

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

function humanName(value: Json): string | undefined {
  if (!('family' in value || 'given' in value)) return undefined;
  const { text: whole, prefix, given, family, suffix } = value;
  return string(whole) ?? [prefix, given, family, suffix].flatMap(strings).join(' ');
}

function address(value: Json): string | undefined {
  if (!('city' in value || 'postalCode' in value || 'line' in value)) return undefined;
  const { line, postalCode, city, state, country } = value;
  const place = [postalCode, city].flatMap(strings).join(' ');
  return (
    string(value['text']) ??
    [...strings(line), place, ...strings(state), ...strings(country)]
      .filter((part) => part !== '')
      .join(', ')
  );
}

const CONTACT_SYSTEMS = ['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other'];

function contactPoint(value: Json): string | undefined {
  const known = CONTACT_SYSTEMS.includes(string(value['system']) ?? '');
  return known ? string(value['value']) : undefined;
}

function identifier(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'use', 'type', 'system', 'value', 'period', 'assigner')) return undefined;
  const number = string(value['value']);
  const type = isJson(value['type']) ? codeableConcept(value['type'], words) : undefined;
  return number !== undefined && type !== undefined ? `${type}: ${number}` : number;
}

function annotation(value: Json, words: RecordWords): string | undefined {
  if (!only(value, 'text', 'time', 'authorString', 'authorReference')) return undefined;
  const time = string(value['time']);
  const note = string(value['text']);
  return time !== undefined && note !== undefined
    ? `${note} (${words.format.fhirDate(time)})`
    : note;
}
