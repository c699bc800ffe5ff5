import type { Prefix } from './search.ts';

/** From `low` up to but not including `high`; a point has `low` = `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * FHIR R4 search §3.1.1.4.5: how a prefix compares what is asked with what is there, both of which
 * have an extent. `ge` and `le` also find what ends or begins inside the asked interval and goes on
 * beyond it, which the letter of R4 leaves out: a stay until the 3rd is one of `ge` the 3rd.
 * `approximately` is the asked interval, widened.
 */
export function compares(
  prefix: Prefix,
  asked: Interval,
  there: Interval,
  approximately: Interval,
): boolean {
  switch (prefix) {
    case 'eq':
      return contains(asked, there);
    case 'ne':
      return !contains(asked, there);
    case 'gt':
      return there.high > asked.high;
    case 'lt':
      return there.low < asked.low;
    case 'ge':
      return there.high > asked.low || contains(asked, there);
    case 'le':
      return there.low < asked.high || contains(asked, there);
    case 'sa':
      return there.low > asked.high || (there.low === asked.high && asked.high > asked.low);
    case 'eb':
      return there.high < asked.low || (there.high === asked.low && there.high > there.low);
    case 'ap':
      return overlaps(approximately, there);
    default:
      return prefix satisfies never;
  }
}

export function widened({ low, high }: Interval, by: number): Interval {
  return { low: low - by, high: high + by };
}

function contains(outer: Interval, inner: Interval): boolean {
  return (
    outer.low <= inner.low &&
    (inner.high > inner.low || outer.high === outer.low
      ? inner.high <= outer.high
      : inner.high < outer.high)
  );
}

function overlaps(one: Interval, other: Interval): boolean {
  return one.low <= other.high && other.low <= one.high;
}
