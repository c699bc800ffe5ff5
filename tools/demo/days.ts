/** Moments in the life of a generated chart, all in UTC. */

const DAY_MS = 24 * 60 * 60_000;

export function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * DAY_MS);
}

export function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / DAY_MS;
}

export function yearsBefore(moment: Date, years: number): Date {
  return daysBefore(moment, years * 365.25);
}

/** The same day, at this time of the clock. */
export function atTime(day: Date, hour: number, minute: number): Date {
  const moved = new Date(day);
  moved.setUTCHours(hour, minute, 0, 0);
  return moved;
}

/** A FHIR `date`, such as `2026-11-22`. */
export function dateOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** A FHIR `dateTime` with seconds, such as `2026-11-22T08:15:00Z`. */
export function dateTimeOf(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** 1 in the middle of January, -1 in the middle of July: blood pressure and hay fever know the season. */
export function winter(moment: Date): number {
  const day = daysBetween(new Date(Date.UTC(moment.getUTCFullYear(), 0, 15)), moment);
  return Math.cos((2 * Math.PI * day) / 365.25);
}
