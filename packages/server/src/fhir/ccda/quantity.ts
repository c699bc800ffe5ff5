import { attributeOf, childOf, innerText, isNull, type XmlElement } from './xml-element.ts';

export interface Quantity {
  readonly value?: number;
  readonly comparator?: '<' | '<=' | '>' | '>=';
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}

/** A PQ: UCUM where the unit can be one, otherwise only as text for people. */
export function quantityOf(element: XmlElement | undefined): Quantity | undefined {
  const value = decimalOf(attributeOf(element, 'value'));
  if (isNull(element) || value === undefined) return undefined;
  return { value, ...unitOf(element) };
}

function unitOf(element: XmlElement | undefined): Quantity {
  const written = attributeOf(element, 'unit');
  if (written === undefined) {
    const other = childOf(element, 'translation');
    const text = innerText(childOf(other, 'originalText')) ?? attributeOf(other, 'displayName');
    return text === undefined ? {} : { unit: text };
  }
  // UCUM §6: printable ASCII without spaces; a code with any is a unit of somebody's own.
  if (!/^[!-~]+$/.test(written)) return { unit: written };
  return { unit: written, system: 'http://unitsofmeasure.org', code: written };
}

/** An interval of quantities. */
export function rangeOf(
  element: XmlElement | undefined,
): { readonly low?: Quantity; readonly high?: Quantity } | undefined {
  const low = quantityOf(childOf(element, 'low'));
  const high = quantityOf(childOf(element, 'high'));
  if (low === undefined && high === undefined) return undefined;
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
}

/** An interval with one end is a comparison (`> 5 mg/dL`); with two it is a range. */
export function comparisonOf(element: XmlElement | undefined): Quantity | undefined {
  const low = quantityOf(childOf(element, 'low'));
  const high = quantityOf(childOf(element, 'high'));
  const isOpen = (end: string) =>
    attributeOf(childOf(element, end), 'inclusive')?.toLowerCase() === 'false';
  if (low !== undefined && high === undefined) {
    return { ...low, comparator: isOpen('low') ? '>' : '>=' };
  }
  if (high !== undefined && low === undefined) {
    return { ...high, comparator: isOpen('high') ? '<' : '<=' };
  }
  return undefined;
}

/** A decimal that JavaScript and JSON keep; not what XML Schema also allows (`INF`, `NaN`). */
export function decimalOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?$/.test(text)) {
    return undefined;
  }
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A positive integer that R4's positiveInt holds; nine digits are more than anybody counts. */
export function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : undefined;
}
