/**
 * Orders two values of the same FHIR type: numbers, quantities of one unit, dates and times.
 *
 * @returns negative, 0 or positive; undefined where the order can't be told: other units, or dates
 * that overlap because one is less precise or has no time zone.
 */
export function compareValues(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTimes(a, b);
  const first = quantity(a);
  const second = quantity(b);
  if (first === undefined || second === undefined) return undefined;
  return first.unit === second.unit ? first.value - second.value : undefined;
}

function quantity(value: unknown): { value: number; unit: string } | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value)) return undefined;
  if (typeof value.value !== 'number') return undefined;
  const code = 'code' in value ? value.code : 'unit' in value ? value.unit : '';
  return { value: value.value, unit: typeof code === 'string' ? code : '' };
}

function compareTimes(a: string, b: string): number | undefined {
  if (a === b) return 0;
  // The usual case: written alike, with the same offset.
  if (a.length === b.length && (a.length <= 10 || a.slice(-6) === b.slice(-6) || isUtc(a, b))) {
    return a < b ? -1 : 1;
  }
  const [aFirst, aLast] = rangeOf(a);
  const [bFirst, bLast] = rangeOf(b);
  if (aLast < bFirst) return -1;
  if (aFirst > bLast) return 1;
  return aFirst === aLast && bFirst === bLast ? 0 : undefined;
}

const isUtc = (a: string, b: string) => a.endsWith('Z') && b.endsWith('Z');

const hourMs = 3_600_000;

/** The first and last instant that `text` may mean; a date without an offset may be anywhere on Earth. */
function rangeOf(text: string): readonly [number, number] {
  if (text.length > 10) {
    const at = Date.parse(text);
    return [at, at];
  }
  const [year = 0, month, day] = text.split('-').map(Number);
  const first = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
  const end =
    day !== undefined
      ? Date.UTC(year, (month ?? 1) - 1, day + 1)
      : month !== undefined
        ? Date.UTC(year, month, 1)
        : Date.UTC(year + 1, 0, 1);
  return [first - 14 * hourMs, end - 1 + 12 * hourMs];
}
