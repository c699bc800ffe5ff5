import { localDay } from '../../ui/local-day.ts';

/** What a `datetime-local` field has of a FHIR dateTime; empty for what is less exact than a day. */
export function localMoment(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value}T00:00`;
  const at = new Date(value);
  if (value.length < 16 || Number.isNaN(at.getTime())) return '';
  const two = (part: number): string => `${part}`.padStart(2, '0');
  return `${localDay(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The FHIR dateTime of a moment by the reader's own clock. */
export function momentOf(local: string): string {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

export type Precision = 'day' | 'month' | 'year';

/** How exactly a FHIR date is known. */
export function precisionOf(value: string): Precision {
  if (/^\d{4}$/.test(value)) return 'year';
  return /^\d{4}-\d{2}$/.test(value) ? 'month' : 'day';
}

/** The same date less exactly; more exactly it has to be said anew. */
export function lessExact(value: string, precision: Precision): string {
  const length = { year: 4, month: 7, day: 10 }[precision];
  return value.length >= length ? value.slice(0, length) : '';
}
