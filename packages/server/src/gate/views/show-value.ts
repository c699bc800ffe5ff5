import { CODE_SETS, CURRENCIES, type CodeSet } from './code-sets.ts';
import type { Declaration, ElementKind } from './elements.ts';
import { readDate, type WrittenDate } from './fhir-dates.ts';
import { isObject } from './json.ts';
import { isKnownCode, systemOf, UCUM } from './terminologies.ts';
import { isUcum } from './ucum.ts';

/** Where views differ: ids, dates and words. */
export interface Showing {
  /** @param uuid - In lower case. */
  readonly id: (uuid: string) => string;
  readonly date: (date: WrittenDate) => string | undefined;
  readonly birthDate: (date: WrittenDate) => string | undefined;
  /** Absent where nothing is shown that somebody wrote. */
  readonly text?: (text: string) => string;
  /** Only what is of one of these is referred to. */
  readonly types: Declaration;
}

type Show = (value: unknown, showing: Showing) => unknown;

/** One value as its kind is shown; undefined when it does not look like its kind. */
export function showValue(kind: ElementKind, value: unknown, showing: Showing): unknown {
  // `as`: the prefix says that the rest is the name of a set
  if (kind.startsWith('code:')) return codeOf(CODE_SETS[kind.slice(5) as CodeSet], value);
  // `as`: the only kinds with a prefix are above
  return SHOW[kind as Exclude<ElementKind, `code:${string}`>](value, showing);
}

const SHOW: Readonly<Record<Exclude<ElementKind, `code:${string}`>, Show>> = {
  'birth-date': (value, { birthDate }) => dateBy(value, birthDate),
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  coding: codingOf,
  concept: conceptOf,
  date: (value, { date }) => dateBy(value, date),
  decimal: (value) => (typeof value === 'number' && isSmall(value) ? value : undefined),
  initials: initialsOf,
  integer: (value) => (Number.isSafeInteger(value) && isSmall(value) ? value : undefined),
  money: moneyOf,
  period: periodOf,
  quantity: quantityOf,
  range: (value) => pairOf(value, 'low', 'high'),
  ratio: (value) => pairOf(value, 'numerator', 'denominator'),
  reference: referenceOf,
  'study-uid': studyUidOf,
  text: (value, { text }) =>
    typeof value === 'string' && text !== undefined ? text(value) : undefined,
  uid: (value) => (typeof value === 'string' && isUid(value) ? value : undefined),
};

/** No count in a record comes near; a telephone number does. */
function isSmall(value: unknown): boolean {
  return Math.abs(Number(value)) < 1_000_000;
}

function codeOf(set: ReadonlySet<string>, value: unknown): string | undefined {
  return typeof value === 'string' && set.has(value) ? value : undefined;
}

function dateBy(
  value: unknown,
  show: (date: WrittenDate) => string | undefined,
): string | undefined {
  const date = readDate(value);
  return date === undefined ? undefined : show(date);
}

function codingOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  const { system: written, code } = value;
  if (typeof written !== 'string' || typeof code !== 'string') return undefined;
  const system = systemOf(written);
  return isKnownCode(system, code) ? { system, code } : undefined;
}

function conceptOf(value: unknown, { text: show }: Showing): object | undefined {
  if (!isObject(value)) return undefined;
  const written = Array.isArray(value['coding']) ? value['coding'] : [];
  const coding = written.map(codingOf).filter((each) => each !== undefined);
  const { text } = value;
  const shown = typeof text === 'string' && show !== undefined ? show(text) : undefined;
  if (coding.length === 0 && shown === undefined) return undefined;
  return {
    ...(coding.length === 0 ? {} : { coding }),
    ...(shown === undefined ? {} : { text: shown }),
  };
}

/** HIPAA, 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one category. */
const AGE_MOST = 89;
const PER_YEAR: Readonly<Record<string, number>> = { a: 1, mo: 12, wk: 52, d: 365 };

/** A number whose unit is not known is not shown: it would be read as another. */
function quantityOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  const { value: amount, comparator } = value;
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return undefined;
  const unit = unitOf(value);
  if (unit === undefined) return undefined;
  const perYear = PER_YEAR[unit.code ?? ''];
  if (perYear !== undefined && amount / perYear > AGE_MOST)
    return { value: AGE_MOST + 1, comparator: '>=', system: UCUM, code: 'a' };
  const compared = codeOf(CODE_SETS['quantity-comparator'], comparator);
  return { value: amount, ...(compared === undefined ? {} : { comparator: compared }), ...unit };
}

/** Of a quantity; the code, or what is written for people when that is a code. Nothing for a bare number. */
function unitOf(
  quantity: Readonly<Record<string, unknown>>,
): { readonly system?: string; readonly code?: string } | undefined {
  const { system, code, unit } = quantity;
  const written = code ?? unit;
  if (written === undefined) return {};
  const isOther = typeof system === 'string' && systemOf(system) !== UCUM;
  const named = isOther ? unit : written;
  return typeof named === 'string' && isUcum(named) ? { system: UCUM, code: named } : undefined;
}

function moneyOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  const { value: amount, currency } = value;
  const isAmount = typeof amount === 'number' && Number.isFinite(amount);
  return isAmount && typeof currency === 'string' && CURRENCIES.has(currency)
    ? { value: amount, currency }
    : undefined;
}

function periodOf(value: unknown, { date }: Showing): object | undefined {
  if (!isObject(value)) return undefined;
  const start = dateBy(value['start'], date);
  const end = dateBy(value['end'], date);
  if (start === undefined && end === undefined) return undefined;
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function pairOf(value: unknown, one: string, other: string): object | undefined {
  if (!isObject(value)) return undefined;
  const first = quantityOf(value[one]);
  const second = quantityOf(value[other]);
  if (first === undefined && second === undefined) return undefined;
  return {
    ...(first === undefined ? {} : { [one]: first }),
    ...(second === undefined ? {} : { [other]: second }),
  };
}

const REFERENCE = /^([A-Z][A-Za-z]{1,40})\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

function referenceOf(value: unknown, { id, types }: Showing): object | undefined {
  if (!isObject(value) || typeof value['reference'] !== 'string') return undefined;
  const [, type = '', uuid = ''] = REFERENCE.exec(value['reference']) ?? [];
  return Object.hasOwn(types, type)
    ? { reference: `${type}/${id(uuid.toLowerCase())}` }
    : undefined;
}

const INITIALS_MOST = 4;

/** “A. B.” of a name as FHIR has it, or of one that is only written out. */
function initialsOf(value: unknown): object | undefined {
  if (!isObject(value)) return undefined;
  const { given, family, text } = value;
  const written: readonly unknown[] = [given, family].flat();
  const parts = written.filter((part) => typeof part === 'string');
  const words = parts.length > 0 ? parts : typeof text === 'string' ? text.split(/\s+/) : [];
  const letters = words.flatMap((word) => /\p{L}/u.exec(word)?.[0].toLocaleUpperCase('en') ?? []);
  const initials = letters.slice(0, INITIALS_MOST).map((letter) => `${letter}.`);
  return initials.length === 0 ? undefined : { text: initials.join(' ') };
}

/** DICOM PS3.5, 9.1. */
function isUid(value: string): boolean {
  return value.length <= 64 && /^[12](\.(0|[1-9]\d*)){3,}$/.test(value);
}

function studyUidOf(value: unknown): object | undefined {
  if (!isObject(value) || typeof value['value'] !== 'string') return undefined;
  const uid = value['value'].replace(/^urn:oid:/, '');
  return isUid(uid) ? { system: 'urn:dicom:uid', value: `urn:oid:${uid}` } : undefined;
}
