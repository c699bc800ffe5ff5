import type { Interval } from './interval.ts';

/**
 * The milliseconds that a date, dateTime or instant covers, by its precision: `2020` is a year,
 * `2020-01-01T10:00` a minute. Without an offset it is UTC.
 *
 * @returns undefined for anything else, also for a day that no calendar has.
 */
export function dateInterval(text: string): Interval | undefined {
  const found = DATE.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, offset] = found;
  if (day === undefined) return wholeMonths(Number(year), month);
  const dayStart = startOfDay(Number(year), Number(month), Number(day));
  if (dayStart === undefined) return undefined;
  if (hour === undefined) return { low: dayStart, high: dayStart + DAY_MS };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined;
  const minuteStart = dayStart + Number(hour) * 3_600_000 + Number(minute) * 60_000;
  return shifted(secondsOf(minuteStart, second, fraction), offset);
}

const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+ -](?:0\d|1[0-4]):[0-5]\d)?)?)?)?$/;
const DAY_MS = 86_400_000;

function wholeMonths(year: number, month: string | undefined): Interval | undefined {
  if (month === undefined) return { low: utc(year, 0, 1), high: utc(year + 1, 0, 1) };
  const index = Number(month) - 1;
  if (index < 0 || index > 11) return undefined;
  return { low: utc(year, index, 1), high: utc(year, index + 1, 1) };
}

function startOfDay(year: number, month: number, day: number): number | undefined {
  const start = utc(year, month - 1, day);
  const date = new Date(start);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? start : undefined;
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number): number {
  return year > 99 ? Date.UTC(year, month, day) : new Date(0).setUTCFullYear(year, month, day);
}

function secondsOf(
  minuteStart: number,
  second: string | undefined,
  fraction: string | undefined,
): Interval {
  if (second === undefined) return { low: minuteStart, high: minuteStart + 60_000 };
  const low = minuteStart + Number(second) * 1000;
  if (fraction === undefined) return { low, high: low + 1000 };
  const digits = fraction.slice(1);
  const within = (Number(digits) * 1000) / 10 ** digits.length;
  return { low: low + within, high: low + within + 1000 / 10 ** digits.length };
}

/** A space stands for `+`, which is what an unescaped plus becomes in a query. */
function shifted(interval: Interval, offset: string | undefined): Interval {
  if (offset === undefined || offset === 'Z') return interval;
  const ms = (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000;
  const by = offset.startsWith('-') ? ms : -ms;
  return { low: interval.low + by, high: interval.high + by };
}
