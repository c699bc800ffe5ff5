import type { ResultSeries } from '@wardkeep/contract';

/** One entry of the list of results: a series, or two that are read together. */
export interface ResultChoice {
  readonly key: string;
  readonly title: string;
  readonly series: readonly ResultSeries[];
}

const SYSTOLIC = 'http://loinc.org|8480-6';
const DIASTOLIC = 'http://loinc.org|8462-4';

/**
 * Blood pressure is one choice when both halves are there; the rest by title. `pressureTitle` is its
 * name in the reader's language.
 */
export function resultChoices(
  series: readonly ResultSeries[],
  pressureTitle: string,
): ResultChoice[] {
  const systolic = series.find(({ code }) => code === SYSTOLIC);
  const diastolic = series.find(({ code }) => code === DIASTOLIC);
  const paired = systolic && diastolic ? [systolic, diastolic] : [];
  const singles = series
    .filter((one) => !paired.includes(one))
    .map((one) => ({ key: one.code, title: one.title, series: [one] }))
    .toSorted((a, b) => a.title.localeCompare(b.title));
  return paired.length === 0
    ? singles
    : [{ key: SYSTOLIC, title: pressureTitle, series: paired }, ...singles];
}

/** What is shown first: the choice that has most to show. */
export function firstChoice(choices: readonly ResultChoice[]): ResultChoice | undefined {
  const points = ({ series }: ResultChoice): number =>
    Math.max(...series.map((one) => one.points.length));
  return choices.reduce<ResultChoice | undefined>(
    (most, choice) => (most === undefined || points(choice) > points(most) ? choice : most),
    undefined,
  );
}
