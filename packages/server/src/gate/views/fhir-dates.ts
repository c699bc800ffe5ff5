/** A FHIR date or dateTime (https://hl7.org/fhir/R4/datatypes.html#dateTime) by its parts, as it is written: where it was, not in UTC. */
export interface WrittenDate {
  readonly year: number;
  /** `YYYY-MM-DD`; undefined when only the year, or the month, is known. */
  readonly day: string | undefined;
  /** As it is in the record, time of day included. */
  readonly written: string;
}

const DATE =
  /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** @returns undefined for what is no date of the calendar. */
export function readDate(value: unknown): WrittenDate | undefined {
  if (typeof value !== 'string') return undefined;
  const [, year, month, day] = DATE.exec(value) ?? [];
  if (year === undefined) return undefined;
  if (month === undefined || day === undefined)
    return { year: Number(year), day: undefined, written: value };
  const date = `${year}-${month}-${day}`;
  return moveDay(date, 0) === date ? { year: Number(year), day: date, written: value } : undefined;
}

const DAY_MS = 86_400_000;

/** @param day - `YYYY-MM-DD`. @param days - To add; negative for earlier. */
export function moveDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
