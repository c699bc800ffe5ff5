import { conceptOf } from './concept.ts';
import { decimalOf, quantityOf, rangeOf, type Quantity } from './quantity.ts';
import { conceptAt, hasTemplate, relatedTo, wordsOf, type Statement } from './statement.ts';
import { attributeOf, childOf, childrenOf, isNull, type XmlElement } from './xml-element.ts';

/** Dose, route, timing and the words of a substanceAdministration; nothing when it says none of them. */
export function dosageOf(statement: Statement, from: string | undefined): object | undefined {
  const { element } = statement;
  const dose = doseOf(childOf(element, 'doseQuantity'));
  const rate = doseOf(childOf(element, 'rateQuantity'));
  const precondition = childOf(element, 'precondition', 'criterion');
  const maximum = ratioOf(childOf(element, 'maxDoseQuantity'));
  const dosage = {
    text: signatura(statement),
    timing: timingOf(element, from),
    asNeededCodeableConcept:
      precondition === undefined
        ? undefined
        : conceptOf(childOf(precondition, 'value'), statement.conversion.texts),
    site: conceptAt(statement, 'approachSiteCode'),
    route: conceptAt(statement, 'routeCode'),
    doseAndRate: [
      {
        doseQuantity: dose.quantity,
        doseRange: dose.range,
        rateQuantity: rate.quantity,
        rateRange: rate.range,
      },
    ],
    maxDosePerPeriod: maximum,
  };
  const hasDose = Object.values(dosage.doseAndRate[0] ?? {}).some((each) => each !== undefined);
  const { doseAndRate, ...others } = dosage;
  if (!hasDose && Object.values(others).every((each) => each === undefined)) return undefined;
  return { ...others, ...(hasDose ? { doseAndRate } : {}) };
}

const freeTextSig = '2.16.840.1.113883.10.20.22.4.147';
const instruction = '2.16.840.1.113883.10.20.22.4.20';

function signatura(statement: Statement): string | undefined {
  const said = relatedTo(statement).filter((each) => hasTemplate(each, freeTextSig, instruction));
  const words = said.map((each) => wordsOf(each)?.text).filter((text) => text !== undefined);
  return words.length === 0 ? undefined : words.join('; ');
}

function doseOf(element: XmlElement | undefined): {
  readonly quantity?: Quantity | undefined;
  readonly range?: object | undefined;
} {
  const quantity = quantityOf(element);
  return quantity === undefined ? { range: rangeOf(element) } : { quantity };
}

/** A ratio of two quantities; both must be known. */
export function ratioOf(element: XmlElement | undefined): object | undefined {
  const numerator = quantityOf(childOf(element, 'numerator'));
  const denominator = quantityOf(childOf(element, 'denominator'));
  return numerator === undefined || denominator === undefined
    ? undefined
    : { numerator, denominator };
}

function timingOf(element: XmlElement, from: string | undefined): object | undefined {
  const times = childrenOf(element, 'effectiveTime');
  const repeats = times.map(repeatOf).filter((each) => each !== undefined);
  const [repeat] = repeats;
  if (repeat !== undefined) {
    return {
      repeat: { ...(from === undefined ? {} : { boundsPeriod: { start: from } }), ...repeat },
    };
  }
  return from === undefined ? undefined : { repeat: { boundsPeriod: { start: from } } };
}

function repeatOf(time: XmlElement): object | undefined {
  const type = attributeOf(time, 'xsi:type') ?? '';
  if (type.endsWith('PIVL_TS')) return periodicOf(time);
  if (!type.endsWith('EIVL_TS')) return undefined;
  const event = attributeOf(childOf(time, 'event'), 'code')?.toUpperCase();
  return event !== undefined && events.has(event)
    ? { frequency: 1, period: 1, periodUnit: 'd', when: [event] }
    : undefined;
}

/** "Every 6 hours"; a range ("every 4 to 6 hours") keeps both ends. */
function periodicOf(time: XmlElement): object | undefined {
  const period = childOf(time, 'period');
  const low = childOf(period, 'low');
  const shortest = isNull(period) ? undefined : (low ?? period);
  const value = decimalOf(attributeOf(shortest, 'value'));
  const periodUnit = units.get(attributeOf(shortest, 'unit') ?? '');
  if (value === undefined || value <= 0 || periodUnit === undefined) return undefined;
  const high = childOf(period, 'high');
  const isSameUnit = attributeOf(high, 'unit') === attributeOf(low, 'unit');
  const longest = isSameUnit ? decimalOf(attributeOf(high, 'value')) : undefined;
  return { frequency: 1, period: value, periodMax: longest, periodUnit };
}

const units: ReadonlyMap<string, string> = new Map([
  ['s', 's'],
  ['min', 'min'],
  ['h', 'h'],
  ['d', 'd'],
  ['wk', 'wk'],
  ['mo', 'mo'],
  ['a', 'a'],
]);

// R4 value set event-timing, as far as it shares HL7 v3's codes.
const events: ReadonlySet<string> = new Set(
  'HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV'.split(' '),
);
