import type { SummaryTexts } from './catalogue.ts';

/** A FHIR date or dateTime to the day, in the language, no more precise than it is. */
export function dateText(dateTime: string | undefined, { tag }: SummaryTexts): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(dateTime ?? '');
  if (match === null) return '';
  const [whole, year = '', month, day] = match;
  if (month === undefined) return year;
  const date = new Date(day === undefined ? `${whole}-01` : whole);
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(tag, {
    timeZone: 'UTC',
    year: 'numeric',
    month: tag.startsWith('de') ? '2-digit' : 'short',
    ...(day === undefined ? {} : { day: '2-digit' }),
  }).format(date);
}

/** A moment to the minute, in UTC. */
export function momentText(at: Date, texts: SummaryTexts): string {
  return `${dateText(at.toISOString(), texts)} ${at.toISOString().slice(11, 16)}`;
}
