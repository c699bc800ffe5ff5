import type { Chart, ChartEntry, ResultSeries } from '@wardkeep/contract';

/** The parts of a chart, in the order in which they are shown. */
export const SECTIONS = [
  'allergies',
  'conditions',
  'medications',
  'vitals',
  'results',
  'immunizations',
  'procedures',
  'encounters',
  'notes',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** One line of the chart, whichever part it is in. */
export interface ChartItem extends ChartEntry {
  readonly section: SectionName;
}

/** LOINC codes of vital signs (https://hl7.org/fhir/R4/observation-vitalsigns.html), and of the head of a child. */
const VITAL_SIGNS = new Set(
  ['85354-9', '8480-6', '8462-4', '8867-4', '9279-1', '8310-5', '8302-2', '8306-3', '29463-7']
    .concat(['39156-5', '59408-5', '2708-6', '9843-4', '8478-0', '59576-9', '77606-2', '8289-1'])
    .map((code) => `http://loinc.org|${code}`),
);

export function isVitalSign({ code }: ResultSeries): boolean {
  return VITAL_SIGNS.has(code);
}

/** What has ended stands apart from what goes on. */
const ENDED = new Set([
  'resolved',
  'inactive',
  'remission',
  'stopped',
  'completed',
  'cancelled',
]).add('entered-in-error');

/** Of conditions, medicines and allergies: whether it still is so. */
export function isCurrent({ status, endedAt }: ChartEntry, now: Date): boolean {
  if (status !== null && ENDED.has(status)) return false;
  return endedAt === null || !(Date.parse(endedAt) < now.getTime());
}

/** What is read besides the chart's own lines. */
export interface MoreEntries {
  readonly procedures: readonly ChartEntry[];
  readonly notes: readonly ChartEntry[];
}

export interface ResultWords {
  readonly bloodPressure: string;
  readonly value: (value: number, unit: string | null) => string;
}

/** Everything that has a line, results one by one. */
export function itemsOf(chart: Chart, more: MoreEntries, words: ResultWords): ChartItem[] {
  const all = (section: SectionName, entries: readonly ChartEntry[]): ChartItem[] =>
    entries.map((entry) => ({ ...entry, section }));
  return [
    ...all('allergies', chart.allergies),
    ...all('conditions', chart.conditions),
    ...all('medications', chart.medications),
    ...resultItems(chart.series.filter(isVitalSign), 'vitals', words),
    ...resultItems(
      chart.series.filter((series) => !isVitalSign(series)),
      'results',
      words,
    ),
    ...all('results', chart.results),
    ...all('immunizations', chart.immunizations),
    ...all('procedures', more.procedures),
    ...all('encounters', chart.encounters),
    ...all('notes', more.notes),
  ];
}

const SYSTOLIC = 'http://loinc.org|8480-6';
const DIASTOLIC = 'http://loinc.org|8462-4';

function resultItems(
  series: readonly ResultSeries[],
  section: SectionName,
  words: ResultWords,
): ChartItem[] {
  const diastolic = new Map(
    series
      .filter(({ code }) => code === DIASTOLIC)
      .flatMap(({ points }) => points.map(({ id, value }) => [id, value])),
  );
  const systolic = new Set(
    series
      .filter(({ code }) => code === SYSTOLIC)
      .flatMap(({ points }) => points.map(({ id }) => id)),
  );
  return series.flatMap(({ code, title, unit, points }) =>
    points.flatMap(({ id, at, value }): ChartItem[] => {
      const below = code === SYSTOLIC ? diastolic.get(id) : undefined;
      // Both halves of one measurement are one line, which stands with the systolic.
      if (code === DIASTOLIC && systolic.has(id)) return [];
      const said = words.value(value, unit);
      return [
        {
          section,
          type: 'Observation',
          id,
          title: below === undefined ? title : words.bloodPressure,
          status: null,
          startedAt: at,
          endedAt: null,
          detail: below === undefined ? said : `${value} / ${words.value(below, unit)}`,
        },
      ];
    }),
  );
}
