import type { StoredJson } from '../../db/schema.ts';
import { BORN_EARLIER, mayShowYear } from './ages.ts';
import { DEIDENTIFIED } from './deidentified-elements.ts';
import { yearOfBirth, type Pseudonyms } from './deidentified.ts';
import { moveDay, type WrittenDate } from './fhir-dates.ts';
import { knownIdentifiers } from './known-identifiers.ts';
import { scrub } from './scrub.ts';
import { showResource } from './show-elements.ts';

export interface SafeHarborOptions {
  readonly pseudonyms: Pseudonyms;
  readonly now: Date;
  /** `shifted` by default; see {@link safeHarbor}. */
  readonly dates?: 'shifted' | 'year';
  /** Words too, with every identifier taken out that the chart itself tells, or that looks like one. Off by default. */
  readonly withFreeText?: boolean;
}

/**
 * A whole chart without the identifiers of HIPAA's Safe Harbor (45 CFR 164.514(b)(2)); safe-harbor-identifiers.ts says for
 * each of the eighteen where it is handled. What is declared is the same as for a client.
 *
 * Dates: the rule allows years alone, and `dates: 'year'` gives that. `shifted`, the default, is this product's reading:
 * all dates of a chart are moved by the same number of days, back, between 1 and 182, so that intervals stay and no date is
 * a true one; the time of day is dropped, the birth date is a year in both. Whoever has to follow the letter of the rule, or
 * has no expert who says that shifted dates will do (164.514(b)(1)), asks for years.
 *
 * @param chart - All of it: what it says of the person is what is looked for in words.
 */
export function safeHarbor(
  chart: readonly StoredJson[],
  { pseudonyms, now, dates = 'shifted', withFreeText = false }: SafeHarborOptions,
): readonly StoredJson[] {
  const { idOf, shiftDays } = pseudonyms;
  const days = dates === 'shifted' ? shiftDays : undefined;
  const known = withFreeText ? knownIdentifiers(chart) : undefined;
  const showing = {
    declaration: DEIDENTIFIED,
    id: idOf,
    date: (date: WrittenDate) => shownDate(date, days, now),
    birthDate: (date: WrittenDate) => shownBirth(date, days, now),
    ...(known === undefined ? {} : { text: (text: string) => scrub(text, known) }),
  };
  return chart.flatMap((resource) => showResource(showing, resource) ?? []);
}

/** A month can't be moved by days: of a date without its day, the year is shown. */
function shownDate(
  { year, day }: WrittenDate,
  shiftDays: number | undefined,
  now: Date,
): string | undefined {
  if (!mayShowYear(year, now)) return undefined;
  if (day === undefined || shiftDays === undefined) return String(year);
  const moved = moveDay(day, -shiftDays);
  return mayShowYear(Number(moved.slice(0, 4)), now) ? moved : undefined;
}

function shownBirth(
  date: WrittenDate,
  shiftDays: number | undefined,
  now: Date,
): string | undefined {
  const year = yearOfBirth(date, now);
  if (shiftDays === undefined || date.day === undefined || year === BORN_EARLIER) return year;
  if (year === undefined) return undefined;
  const moved = Number(moveDay(date.day, -shiftDays).slice(0, 4));
  return mayShowYear(moved, now) ? String(moved) : BORN_EARLIER;
}
