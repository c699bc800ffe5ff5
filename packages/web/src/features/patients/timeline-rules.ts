import type { ChartItem, SectionName } from './chart-items.ts';

export interface TimelineDay {
  /** `YYYY-MM-DD`, or less where less is known; empty for no date at all. */
  readonly day: string;
  readonly items: readonly ChartItem[];
}

export interface TimelineMonth {
  /** `YYYY-MM`; a year alone where the month is not known; empty for no date at all. */
  readonly month: string;
  readonly days: readonly TimelineDay[];
  readonly count: number;
}

export interface TimelineYear {
  readonly year: string;
  readonly months: readonly TimelineMonth[];
  readonly count: number;
}

/** Newest first; what has no date is at the end. `kinds`: none chosen means all. */
export function timelineOf(
  items: readonly ChartItem[],
  kinds: readonly SectionName[],
): TimelineYear[] {
  const shown = items
    .filter(({ section }) => kinds.length === 0 || kinds.includes(section))
    .map((item) => ({ item, day: dayOf(item) }))
    .toSorted((a, b) => b.day.localeCompare(a.day));
  return grouped(shown, ({ day }) => day.slice(0, 4)).map(([year, ofYear]) => ({
    year,
    count: ofYear.length,
    months: grouped(ofYear, ({ day }) => day.slice(0, 7)).map(([month, ofMonth]) => ({
      month,
      count: ofMonth.length,
      days: grouped(ofMonth, ({ day }) => day).map(([day, ofDay]) => ({
        day,
        items: ofDay.map(({ item }) => item),
      })),
    })),
  }));
}

/** By the reader's own calendar, as the rest of the page says it. */
function dayOf({ startedAt, endedAt }: ChartItem): string {
  const at = startedAt ?? endedAt ?? '';
  if (at.length <= 10) return /^\d{4}/.test(at) ? at : '';
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return '';
  const two = (part: number): string => `${part}`.padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function grouped<T>(sorted: readonly T[], by: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of sorted) {
    const key = by(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups];
}
