import { elementOf } from '../resource/index.ts';
import { dateInterval } from './date-interval.ts';
import { compares, widened, type Interval } from './interval.ts';
import type { SearchNumber, SearchValue } from './search.ts';
import type { ValueTest } from './value-test.ts';

/** `ap` is within a tenth of the time between `nowMs` and the date (FHIR R4 search §3.1.1.4.5). */
export function dateTest(
  { prefix, within }: Extract<SearchValue, { readonly kind: 'date' }>,
  nowMs: number,
): ValueTest {
  const near = widened(within, Math.abs(nowMs - within.low) / 10);
  return (_type, value) => {
    const there = datesOf(value);
    return there !== undefined && compares(prefix, within, there, near);
  };
}

/** The time from the first to the last moment of a date, a Period or a Timing. */
export function datesOf(value: unknown): Interval | undefined {
  if (typeof value === 'string') return dateInterval(value);
  const { start, end, event, repeat } = elementOf(value);
  if (start !== undefined || end !== undefined) return periodOf(start, end);
  const bounds = elementOf(elementOf(repeat)['boundsPeriod']);
  const period = periodOf(bounds['start'], bounds['end']);
  const events = Array.isArray(event) ? event.flatMap((one) => dateOf(one) ?? []) : [];
  const all = period === undefined ? events : [...events, period];
  if (all.length === 0) return undefined;
  return {
    low: Math.min(...all.map(({ low }) => low)),
    high: Math.max(...all.map(({ high }) => high)),
  };
}

function periodOf(start: unknown, end: unknown): Interval | undefined {
  const [first, last] = [dateOf(start), dateOf(end)];
  if (first === undefined && last === undefined) return undefined;
  return { low: first?.low ?? -Infinity, high: last?.high ?? Infinity };
}

function dateOf(value: unknown): Interval | undefined {
  return typeof value === 'string' ? dateInterval(value) : undefined;
}

export function numberTest(asked: SearchNumber): ValueTest {
  const within = compared(asked);
  const near = widened(asked.within, Math.abs(asked.number) / 10);
  return (_type, value) => {
    const there = numbersOf(value);
    return there !== undefined && compares(asked.prefix, within, there, near);
  };
}

/** Only `eq` and `ne` heed what the digits leave open. */
function compared({ prefix, number, within }: SearchNumber): Interval {
  return prefix === 'eq' || prefix === 'ne' ? within : { low: number, high: number };
}

/** A number, a Quantity, a Money or a Range; `> 60` is everything above. */
export function numbersOf(value: unknown): Interval | undefined {
  if (typeof value === 'number') return { low: value, high: value };
  const { value: number, comparator, low, high } = elementOf(value);
  if (typeof number === 'number') {
    return {
      low: comparator === '<' || comparator === '<=' ? -Infinity : number,
      high: comparator === '>' || comparator === '>=' ? Infinity : number,
    };
  }
  const [from, to] = [elementOf(low)['value'], elementOf(high)['value']];
  if (typeof from !== 'number' && typeof to !== 'number') return undefined;
  return {
    low: typeof from === 'number' ? from : -Infinity,
    high: typeof to === 'number' ? to : Infinity,
  };
}

/** Units compare as they are written, by code or by name: nothing is converted. */
export function quantityTest(
  asked: Extract<SearchValue, { readonly kind: 'quantity' }>,
): ValueTest {
  const isNumber = numberTest(asked);
  return (type, value) => isNumber(type, value) && hasUnit(asked, value);
}

function hasUnit(
  asked: Extract<SearchValue, { readonly kind: 'quantity' }>,
  value: unknown,
): boolean {
  if (asked.unit === undefined && asked.system === undefined) return true;
  const element = elementOf(value);
  const { code, unit, system, currency } = elementOf(element['low'] ?? element['high'] ?? value);
  const isUnit =
    asked.unit === undefined || [code, unit, currency].some((one) => one === asked.unit);
  if (asked.system === undefined) return isUnit;
  const isCode = asked.unit === undefined || code === asked.unit || currency === asked.unit;
  return (
    isCode && (system === asked.system || (currency !== undefined && CURRENCY === asked.system))
  );
}

const CURRENCY = 'urn:iso:std:iso:4217';
