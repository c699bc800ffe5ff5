import { conceptOf, originalText, type NarrativeTexts } from './concept.ts';
import { ratioOf } from './dosage.ts';
import { comparisonOf, decimalOf, quantityOf, rangeOf } from './quantity.ts';
import { dateTimeOf, periodOf } from './time.ts';
import { attributeOf, innerText, isNull, type XmlElement } from './xml-element.ts';

/** The one `value[x]` that an observation's value becomes, or why it has none. */
export function observationValue(
  value: XmlElement | undefined,
  texts: NarrativeTexts,
): Readonly<Record<string, unknown>> {
  const type = attributeOf(value, 'xsi:type')?.replace(/^.*:/, '') ?? '';
  const known = value === undefined ? undefined : typed(value, type, texts);
  if (known !== undefined) return known;
  const nullFlavor = attributeOf(value, 'nullFlavor');
  return nullFlavor === undefined ? {} : { dataAbsentReason: absentReason(nullFlavor) };
}

function typed(
  value: XmlElement,
  type: string,
  texts: NarrativeTexts,
): Readonly<Record<string, unknown>> | undefined {
  if (conceptTypes.has(type)) return one('valueCodeableConcept', conceptOf(value, texts));
  if (isNull(value)) return one('valueString', innerText(value));
  switch (type) {
    case 'PQ':
    case 'REAL':
    case 'MO':
      return one('valueQuantity', quantityOf(value)) ?? wordsOf(value, texts);
    case 'INT':
      return integer(value) ?? one('valueQuantity', quantityOf(value)) ?? wordsOf(value, texts);
    case 'IVL_PQ':
    case 'IVL_INT':
    case 'IVL_REAL':
      return one('valueQuantity', comparisonOf(value)) ?? one('valueRange', rangeOf(value));
    case 'RTO':
    case 'RTO_PQ_PQ':
      return one('valueRatio', ratioOf(value));
    case 'BL':
      return boolean(attributeOf(value, 'value'));
    case 'TS':
      return one('valueDateTime', dateTimeOf(value));
    case 'IVL_TS':
      return one('valuePeriod', periodOf(value));
    default:
      return wordsOf(value, texts);
  }
}

const conceptTypes: ReadonlySet<string> = new Set(['CD', 'CE', 'CO', 'CV', 'CS']);

function wordsOf(value: XmlElement, texts: NarrativeTexts) {
  return one('valueString', originalText(value, texts) ?? attributeOf(value, 'value'));
}

function integer(value: XmlElement) {
  const number = decimalOf(attributeOf(value, 'value'));
  const fits = Number.isInteger(number) && Math.abs(number ?? 0) < 2 ** 31;
  return fits ? one('valueInteger', number) : undefined;
}

function boolean(text: string | undefined) {
  return text === 'true' || text === 'false' ? one('valueBoolean', text === 'true') : undefined;
}

function one(name: string, value: unknown): Readonly<Record<string, unknown>> | undefined {
  return value === undefined ? undefined : { [name]: value };
}

/** HL7 v3's reasons for nothing in FHIR's words (the C-CDA on FHIR guide's map). */
function absentReason(nullFlavor: string): object {
  const code = absentReasons.get(nullFlavor) ?? 'unknown';
  const system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
  return { coding: [{ system, code }] };
}

const absentReasons: ReadonlyMap<string, string> = new Map([
  ['UNK', 'unknown'],
  ['NI', 'unknown'],
  ['ASKU', 'asked-unknown'],
  ['NAV', 'temp-unknown'],
  ['NASK', 'not-asked'],
  ['MSK', 'masked'],
  ['NA', 'not-applicable'],
  ['NINF', 'negative-infinity'],
  ['PINF', 'positive-infinity'],
  ['OTH', 'unsupported'],
]);
