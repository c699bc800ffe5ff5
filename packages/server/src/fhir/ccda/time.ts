import { attributeOf, childOf, isNull, type XmlElement } from './xml-element.ts';

/**
 * A CDA time (`20140104123506-0500`) as a FHIR dateTime of the same precision and offset.
 *
 * FHIR has no hour without minutes, and no time without an offset: where CDA gives none, the date
 * alone is kept rather than an offset invented. Nothing comes back for what is no calendar date.
 */
export function dateTimeOf(element: XmlElement | undefined): string | undefined {
  if (isNull(element)) return undefined;
  const match = written.exec(attributeOf(element, 'value') ?? '');
  if (match === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, offset] = match;
  if (month === undefined) return isYear(year) ? year : undefined;
  if (day === undefined) return isYear(year) && isMonth(month) ? `${year}-${month}` : undefined;
  const date = `${year}-${month}-${day}`;
  if (!isCalendarDate(date)) return undefined;
  if (hour === undefined || minute === undefined || offset === undefined) return date;
  const time = `${hour}:${minute}:${second ?? '00'}${fraction ?? ''}`;
  const zone = `${offset.slice(0, 3)}:${offset.slice(3, 5)}`;
  return isTime(time) && isOffset(zone) ? `${date}T${time}${zone}` : date;
}

/** The same to the day, for elements that are dates. */
export function dateOf(element: XmlElement | undefined): string | undefined {
  return dateTimeOf(element)?.slice(0, 10);
}

/** The same as an instant; nothing when the time has less than that. */
export function instantOf(element: XmlElement | undefined): string | undefined {
  const dateTime = dateTimeOf(element);
  return dateTime?.includes('T') ? dateTime : undefined;
}

export interface Period {
  readonly start?: string;
  readonly end?: string;
}

/** An interval's ends, those that are known. */
export function periodOf(element: XmlElement | undefined): Period | undefined {
  const start = dateTimeOf(childOf(element, 'low'));
  const end = dateTimeOf(childOf(element, 'high'));
  if (start === undefined && end === undefined) return undefined;
  // Invariant per-1: what ends before it starts is no period.
  const isBackwards = start !== undefined && end !== undefined && isLater(start, end);
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined || isBackwards ? {} : { end }),
  };
}

/** A point in time, or the interval, or nothing: what goes into an element `x[DateTime|Period]`. */
export function momentOf(element: XmlElement | undefined): {
  readonly dateTime?: string;
  readonly period?: Period;
} {
  const dateTime = dateTimeOf(element) ?? dateTimeOf(childOf(element, 'center'));
  if (dateTime !== undefined) return { dateTime };
  const period = periodOf(element);
  if (period === undefined) return {};
  if (period.start !== undefined && period.start === period.end) return { dateTime: period.start };
  return { period };
}

/** The first known point of a time or interval. */
export function beginningOf(element: XmlElement | undefined): string | undefined {
  const moment = momentOf(element);
  return moment.dateTime ?? moment.period?.start ?? moment.period?.end;
}

const written =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.\d{1,9})?)?)?)?)?)?([+-]\d{4})?$/;

function isYear(year: string): boolean {
  return year !== '0000';
}

function isMonth(month: string): boolean {
  return month >= '01' && month <= '12';
}

function isCalendarDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return (
    !Number.isNaN(parsed.getTime()) &&
    parsed.toISOString().startsWith(date) &&
    isYear(date.slice(0, 4))
  );
}

function isTime(time: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d/.test(time);
}

function isOffset(zone: string): boolean {
  return /^[+-](?:0\d|1[0-3]):[0-5]\d$|^[+-]14:00$/.test(zone);
}

/** Whether the first is surely later, at the precision that both have. */
function isLater(one: string, other: string): boolean {
  if (one.includes('T') && other.includes('T')) return Date.parse(one) > Date.parse(other);
  const length = Math.min(one.length, other.length, 10);
  return one.slice(0, length) > other.slice(0, length);
}
