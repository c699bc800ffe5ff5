import type { StoredJson } from '../../db/schema.ts';
import { moveDay, readDate } from './fhir-dates.ts';
import { isObject } from './json.ts';

/** A whole date in what would leave. */
export interface DateAt {
  readonly path: string;
  /** Without places in lists, for example `Condition.onsetDateTime`. */
  readonly element: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

const SHIFT_DAYS_MOST = 182;

/**
 * Dates that were not moved. A moved date can fall on another true one, so a single date tells nothing: but there must be
 * one number of days, not none, by which every date comes from one that the chart has at the same element. If there is
 * none, each date that the chart has at its element is one that was left, and if there is no such, every one is suspect.
 */
export function datesLeft(
  full: readonly StoredJson[],
  dates: readonly DateAt[],
): readonly { readonly path: string; readonly kind: 'date' }[] {
  if (dates.length === 0) return [];
  const truly = trueDates(full);
  const explains = (days: number): boolean =>
    dates.every(({ element, day }) => truly.get(element)?.has(moveDay(day, days)) === true);
  for (let days = 1; days <= SHIFT_DAYS_MOST; days += 1) if (explains(days)) return [];
  const left = dates.filter(({ element, day }) => truly.get(element)?.has(day) === true);
  return (left.length > 0 ? left : dates).map(({ path }) => ({ path, kind: 'date' }));
}

function trueDates(full: readonly StoredJson[]): ReadonlyMap<string, ReadonlySet<string>> {
  const truly = new Map<string, Set<string>>();
  for (const resource of full) collect(resource, resource.resourceType, truly);
  return truly;
}

function collect(value: unknown, element: string, truly: Map<string, Set<string>>): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, element, truly);
    return;
  }
  if (isObject(value)) {
    for (const [name, member] of Object.entries(value))
      collect(member, `${element}.${name}`, truly);
    return;
  }
  const day = readDate(value)?.day;
  if (day === undefined) return;
  const days = truly.get(element) ?? new Set<string>();
  truly.set(element, days.add(day));
}
