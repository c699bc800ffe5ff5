/** What is drawn of one kind of thing: a value for each step of time. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
  /** Drawn in the colour of what should not happen. */
  readonly isBad?: true;
}

/** A row of the table: a step in which something was. */
export interface StepRow {
  readonly at: string;
  readonly values: readonly number[];
}

/** Every step that any of the series has, in order, each with the value of every series. */
export function stepRows(series: readonly Series[]): readonly StepRow[] {
  const values = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])));
  const times = new Set(series.flatMap(({ points }) => points.map(({ at }) => at)));
  return [...times]
    .toSorted()
    .map((at) => ({ at, values: values.map((ofOne) => ofOne.get(at) ?? 0) }));
}

export function totalOf({ points }: Series): number {
  return points.reduce((sum, { value }) => sum + value, 0);
}

/** More colours than these nobody tells apart. */
const MOST = 6;

/** The series with most in them, in the order they came; all smaller ones as one. Empty ones are left out. */
export function largest(series: readonly Series[], others: string): readonly Series[] {
  const some = series.filter((one) => totalOf(one) > 0);
  if (some.length <= MOST) return some;
  const kept = new Set(some.toSorted((a, b) => totalOf(b) - totalOf(a)).slice(0, MOST - 1));
  const rest = some.filter((one) => !kept.has(one));
  const points = stepRows(rest).map(({ at, values }) => ({
    at,
    value: values.reduce((sum, value) => sum + value, 0),
  }));
  return [...some.filter((one) => kept.has(one)), { name: others, points }];
}
