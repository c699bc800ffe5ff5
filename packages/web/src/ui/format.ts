import { useLingui } from '@lingui/react';
import { useMemo } from 'react';

/** Dates, numbers and lists as the reader's language writes them. */
export interface Format {
  readonly date: (at: string | Date) => string;
  readonly day: (at: string | Date) => string;
  readonly time: (at: string | Date) => string;
  readonly dateTime: (at: string | Date) => string;
  /** A FHIR date or dateTime, exactly as precise as it is: a year, a month, a day or a moment. */
  readonly fhirDate: (value: string) => string;
  /** The same without its time of day. */
  readonly fhirDay: (value: string) => string;
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly money: (value: number, currency: string) => string;
  /** `in 3 hours`, `2 days ago`. */
  readonly relative: (at: string | Date, now: Date) => string;
  readonly list: (items: readonly string[]) => string;
}

export function useFormat(): Format {
  const { i18n } = useLingui();
  return useMemo(() => createFormat(i18n.locale), [i18n.locale]);
}

/** `timeZone` is the reader's own unless a test says otherwise. */
export function createFormat(locale: string, timeZone?: string): Format {
  const dates = (options: Intl.DateTimeFormatOptions): ((at: string | Date) => string) => {
    const format = new Intl.DateTimeFormat(locale, timeZone ? { ...options, timeZone } : options);
    return (at) => format.format(new Date(at));
  };
  const date = dates({ dateStyle: 'medium' });
  const dateTime = dates({ dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date,
    day: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    time: dates({ timeStyle: 'short' }),
    dateTime,
    fhirDate: (value) => partialDate(locale, value) ?? dateTime(value),
    fhirDay: (value) => partialDate(locale, value) ?? date(value),
    number: (value) => number.format(value),
    bytes: (value) => bytes(locale, value),
    money: (value, currency) => money(locale, value, currency),
    relative: (at, now) => relative(locale, new Date(at).getTime() - now.getTime()),
    list: (items) => list.format(items),
  };
}

/** FHIR R4 `date`: no time zone, so it is written in UTC, where it can't slip to another day. */
function partialDate(locale: string, value: string): string | undefined {
  const options = PRECISIONS.find(({ pattern }) => pattern.test(value))?.options;
  if (options) {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(value));
  }
  // What is no date is shown as it is: a chart may hold text where a date should be.
  return Number.isNaN(Date.parse(value)) ? value : undefined;
}

const PRECISIONS: readonly { pattern: RegExp; options: Intl.DateTimeFormatOptions }[] = [
  { pattern: /^\d{4}$/, options: { year: 'numeric' } },
  { pattern: /^\d{4}-\d{2}$/, options: { year: 'numeric', month: 'long' } },
  { pattern: /^\d{4}-\d{2}-\d{2}$/, options: { dateStyle: 'medium' } },
];

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** In powers of 1024, which is what the limits are and what file managers show. */
function bytes(locale: string, value: number): string {
  const power = value < 1 ? 0 : Math.floor(Math.log2(value) / 10);
  const step = Math.min(power, BYTE_UNITS.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(value / 1024 ** step);
}

/** A currency that Intl does not know is written as it came. */
function money(locale: string, value: number, currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${value} ${currency}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
}

const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; ms: number }[] = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
];

function relative(locale: string, distanceMs: number): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const step = STEPS.find(({ ms }) => Math.abs(distanceMs) >= ms);
  return step
    ? format.format(Math.round(distanceMs / step.ms), step.unit)
    : format.format(0, 'minute');
}
