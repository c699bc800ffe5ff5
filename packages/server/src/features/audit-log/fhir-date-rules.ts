/** Milliseconds since 1970: from the first, before the second. */
export interface Span {
  readonly fromMs?: number;
  readonly untilMs?: number;
}

const DATE =
  /^(?<prefix>eq|ge|gt|le|lt)?(?<year>\d{4})(?:-(?<month>\d{2})(?:-(?<day>\d{2})(?:T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,9}))?)?(?<zone>Z|[+-]\d{2}:\d{2}))?)?)?$/;

/**
 * A date of a FHIR search (https://hl7.org/fhir/R4/search.html#date): a year, a month, a day or a moment with its zone, and
 * a prefix. Undefined for what is none. Years, months and days are those of UTC.
 */
export function readDate(text: string): Span | undefined {
  const parts = DATE.exec(text)?.groups;
  const span = parts && spanOf(parts);
  if (span === undefined) return undefined;
  switch (parts?.['prefix']) {
    case 'ge':
      return { fromMs: span.fromMs };
    case 'gt':
      return { fromMs: span.untilMs };
    case 'le':
      return { untilMs: span.untilMs };
    case 'lt':
      return { untilMs: span.fromMs };
    default:
      return span;
  }
}

/** What is in all of them. */
export function overlap(spans: readonly Span[]): Span {
  const from = spans.flatMap(({ fromMs }) => fromMs ?? []);
  const until = spans.flatMap(({ untilMs }) => untilMs ?? []);
  return {
    ...(from.length === 0 ? {} : { fromMs: Math.max(...from) }),
    ...(until.length === 0 ? {} : { untilMs: Math.min(...until) }),
  };
}

/** As precise as it is written, so long it lasts. */
function spanOf(parts: Readonly<Record<string, string | undefined>>): Required<Span> | undefined {
  const { year, month, day, hour, minute, second, fraction, zone } = parts;
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const midnight = Date.UTC(y, m - 1, d);
  // The 30th of February is another day.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month ?? '01'}-${day ?? '01'}`)
    return undefined;
  if (month === undefined) return { fromMs: midnight, untilMs: Date.UTC(y + 1, 0, 1) };
  if (day === undefined) return { fromMs: midnight, untilMs: Date.UTC(y, m, 1) };
  if (hour === undefined) return { fromMs: midnight, untilMs: Date.UTC(y, m - 1, d + 1) };
  const moment = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}${zone}`,
  );
  if (Number.isNaN(moment)) return undefined;
  return { fromMs: moment, untilMs: moment + lengthOf(second, fraction) };
}

function lengthOf(second: string | undefined, fraction: string | undefined): number {
  if (second === undefined) return 60_000;
  return fraction === undefined ? 1000 : Math.max(1, 1000 / 10 ** fraction.length);
}
