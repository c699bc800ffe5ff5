import type { StoredJson } from '../../db/schema.ts';
import { BORN_EARLIER, mayShowYear } from './ages.ts';
import { DEIDENTIFIED } from './deidentified-elements.ts';
import type { WrittenDate } from './fhir-dates.ts';
import { showResource } from './show-elements.ts';

/** Ids as this caller, or this export, knows them. */
export interface Pseudonyms {
  /** A UUIDv8 for the id of a person or a record. */
  readonly idOf: (id: string) => string;
  /** How far this patient's dates are moved, in whole days: the same for all of a chart, and for this purpose alone. */
  readonly shiftDays: number;
}

/**
 * Under pseudonyms, with years for dates and without free text: for clients.
 * @param now - Tells who is older than 89: their year of birth is {@link BORN_EARLIER}.
 */
export function deidentified(
  resource: StoredJson,
  pseudonyms: Pseudonyms,
  now: Date,
): StoredJson | undefined {
  return showResource(
    {
      declaration: DEIDENTIFIED,
      id: pseudonyms.idOf,
      date: ({ year }) => yearOf(year, now),
      birthDate: (date) => yearOfBirth(date, now),
    },
    resource,
  );
}

function yearOf(year: number, now: Date): string | undefined {
  return mayShowYear(year, now) ? String(year) : undefined;
}

export function yearOfBirth({ year }: WrittenDate, now: Date): string | undefined {
  if (year > now.getUTCFullYear()) return undefined;
  return mayShowYear(year, now) ? String(year) : BORN_EARLIER;
}
