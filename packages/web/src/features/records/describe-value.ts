import { describeDataType } from './data-types.ts';
import type { RecordWords } from './record-words.ts';
import { type Json, type Row, type Shown, isJson, text } from './shown.ts';

/** The elements of any FHIR R4 structure, in its own order, without what only machines need. */
export function describeElements(structure: Json, words: RecordWords): Row[] {
  return Object.entries(structure).flatMap(([element, value]) => {
    if (MACHINE_ONLY.has(element) || element.startsWith('_') || isNarrative(value)) return [];
    if (element === 'extension') return extensionRows(value, words);
    const values = describeAll(element, value, words);
    return values.length === 0 ? [] : [{ element, label: words.label(element), values }];
  });
}

/** A value, or each of a list. */
export function describeAll(element: string, value: unknown, words: RecordWords): Shown[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => {
    const shown = describeOne(element, one, words);
    return shown ? [shown] : [];
  });
}

function describeOne(element: string, value: unknown, words: RecordWords): Shown | undefined {
  if (typeof value === 'string') return text(describeString(element, value, words));
  if (typeof value === 'number') return text(words.format.number(value));
  if (typeof value === 'boolean') return text(value ? words.yes : words.no);
  return isJson(value) ? describeObject(value, words) : undefined;
}

/** What fits no data type is a group of its elements. */
function describeObject(value: Json, words: RecordWords): Shown | undefined {
  const shown = describeDataType(value, words);
  if (shown) return shown;
  const rows = describeElements(value, words);
  return rows.length === 0 ? undefined : { kind: 'group', rows };
}

function describeString(element: string, value: string, words: RecordWords): string {
  if (CODED.has(element)) return words.code(value);
  return FHIR_DATE.test(value) ? words.format.fhirDate(value) : value;
}

/** A year alone could be anything; with a month it is a date. */
const FHIR_DATE = /^\d{4}-\d{2}(-\d{2}(T\d{2}:\d{2}.*)?)?$/;

/** Elements of type `code`, whose values are in the glossary. */
const CODED = new Set([
  'status',
  'intent',
  'use',
  'gender',
  'severity',
  'criticality',
  'category',
  'type',
  'outcome',
  'mode',
  'priority',
  'lifecycleStatus',
  'kind',
  'periodUnit',
]);

/** Identity and bookkeeping. */
const MACHINE_ONLY = new Set([
  'resourceType',
  'id',
  'meta',
  'implicitRules',
  'language',
  'fullUrl',
  'data',
  'hash',
  'modifierExtension',
]);

/** Repeats the elements as HTML, which is never shown (https://hl7.org/fhir/R4/narrative.html). */
function isNarrative(value: unknown): boolean {
  return isJson(value) && 'div' in value && 'status' in value;
}

/** An extension is named by the last part of its URL; those that hold others are groups. */
function extensionRows(extensions: unknown, words: RecordWords): Row[] {
  if (!Array.isArray(extensions)) return [];
  return extensions.filter(isJson).flatMap((extension, place) => {
    const { url, extension: inner, ...rest } = extension;
    if (typeof url !== 'string') return [];
    const values: Shown[] =
      isJson(inner) || Array.isArray(inner)
        ? [{ kind: 'group', rows: extensionRows(inner, words) }]
        : Object.entries(rest).flatMap(([name, value]) => describeAll(name, value, words));
    const name = url.split(/[/#]/).at(-1) ?? url;
    return values.length === 0
      ? []
      : [{ element: `extension ${place}`, label: words.label(name), values }];
  });
}
