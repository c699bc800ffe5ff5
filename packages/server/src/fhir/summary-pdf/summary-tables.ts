import {
  chartOf,
  codesOf,
  conceptText,
  dosageText,
  nameOf,
  newestOfEach,
  referenceRangeText,
  seriesOf,
  valueText,
  whenOf,
  type Chart,
} from '../chart/index.ts';
import { elementOf, elementsOf, numberOf, textOf, type Resource } from '../resource/index.ts';
import type { SummaryHead, SummarySection, SummaryTexts } from './catalogue.ts';
import { dateText } from './dates.ts';

/** A section as it is printed: texts only. */
export interface SummaryTable {
  readonly title: string;
  readonly heads: readonly string[];
  /** Shares of the width; they add up to 1. */
  readonly widths: readonly number[];
  readonly rows: readonly SummaryRow[];
  /** How many more there are than rows. */
  readonly notShown: number;
}

export interface SummaryRow {
  readonly cells: readonly string[];
  /** Printed bold: a result outside its range, an allergy that may kill. */
  readonly isMarked: boolean;
}

/** The chart as tables, in the order in which a doctor asks. */
export function summaryTables(
  resources: readonly Resource[],
  texts: SummaryTexts,
  hasArrows: boolean,
): readonly SummaryTable[] {
  const trends = hasArrows ? texts.trends.arrows : texts.trends.words;
  const chart = chartOf(resources);
  return layouts.map(({ section, from, limit, columns, isMarked }) => {
    const all = from(chart);
    return {
      title: texts.sections[section],
      heads: columns.map(({ head }) => texts.heads[head]),
      widths: columns.map(({ width }) => width),
      notShown: Math.max(0, all.length - limit),
      rows: all.slice(0, limit).map((resource) => ({
        cells: columns.map(({ text }) => text(resource, { texts, chart, trends }) ?? ''),
        isMarked: isMarked?.(resource) ?? false,
      })),
    };
  });
}

interface Context {
  readonly texts: SummaryTexts;
  readonly chart: Chart;
  readonly trends: SummaryTexts['trends']['words'];
}

interface Column {
  readonly head: SummaryHead;
  readonly width: number;
  readonly text: (resource: Resource, context: Context) => string | undefined;
}

interface Layout {
  readonly section: SummarySection;
  readonly limit: number;
  readonly from: (chart: Chart) => readonly Resource[];
  readonly columns: readonly Column[];
  readonly isMarked?: (resource: Resource) => boolean;
}

const name = (width: number): Column => ({
  head: 'name',
  width,
  text: (resource, { texts }) => nameOf(resource) ?? texts.unnamed,
});
const date = (width: number, head: SummaryHead = 'date'): Column => ({
  head,
  width,
  text: (resource, { texts }) => dateText(whenOf(resource), texts),
});
const status = (width: number): Column => ({
  head: 'status',
  width,
  text: (resource, { texts }) => {
    const code = codesOf(resource['clinicalStatus'])[0] ?? textOf(resource['status']);
    return code === undefined ? undefined : (texts.codes[code] ?? code);
  },
});
const value = (width: number): Column => ({
  head: 'value',
  width,
  text: (resource, { texts }) => {
    const flag = flagOf(resource);
    const text = valueText(resource, texts.spelling);
    return text === undefined || flag === undefined ? text : `${text} (${flag})`;
  },
});
const range: Column = {
  head: 'range',
  width: 0.19,
  text: (resource, { texts }) => referenceRangeText(resource, texts.spelling),
};
const reason: Column = {
  head: 'reason',
  width: 0.25,
  text: (resource) => conceptText(elementsOf(resource['reasonCode'])[0]),
};

const layouts: readonly Layout[] = [
  {
    section: 'allergies',
    limit: 60,
    from: (chart) => chart.allergies,
    columns: [
      name(0.36),
      {
        head: 'reaction',
        width: 0.34,
        text: (resource) =>
          elementsOf(resource['reaction'])
            .flatMap((each) => elementsOf(each['manifestation']))
            .map(conceptText)
            .filter((text) => text !== undefined)
            .join(', '),
      },
      {
        head: 'criticality',
        width: 0.14,
        text: ({ criticality }, { texts }) =>
          typeof criticality === 'string' ? (texts.codes[criticality] ?? criticality) : undefined,
      },
      date(0.16, 'since'),
    ],
    isMarked: ({ criticality }) => criticality === 'high',
  },
  {
    section: 'problems',
    limit: 60,
    from: (chart) => chart.problems,
    columns: [name(0.64), date(0.18, 'since'), status(0.18)],
  },
  {
    section: 'medications',
    limit: 60,
    from: (chart) => chart.medications,
    columns: [
      name(0.38),
      {
        head: 'dosage',
        width: 0.32,
        text: (resource, { texts }) => dosageText(resource, texts.spelling),
      },
      date(0.15, 'since'),
      status(0.15),
    ],
  },
  {
    section: 'results',
    limit: 60,
    from: (chart) => newestOfEach(chart.results),
    columns: [name(0.29), value(0.18), range, before((chart) => chart.results), date(0.14)],
    isMarked: (resource) => flagOf(resource) !== undefined,
  },
  {
    section: 'vitalSigns',
    limit: 20,
    from: (chart) => newestOfEach(chart.vitalSigns),
    columns: [name(0.28), value(0.38), before((chart) => chart.vitalSigns), date(0.14)],
    isMarked: (resource) => flagOf(resource) !== undefined,
  },
  {
    section: 'immunizations',
    limit: 40,
    from: (chart) => chart.immunizations,
    columns: [name(0.8), date(0.2)],
  },
  {
    section: 'procedures',
    limit: 30,
    from: (chart) => chart.procedures,
    columns: [name(0.47), reason, date(0.15), status(0.13)],
  },
  {
    section: 'encounters',
    limit: 20,
    from: (chart) => chart.encounters,
    columns: [name(0.47), reason, date(0.15), status(0.13)],
  },
];

/** The value before the newest of the same test in the same unit, and which way it went. */
function before(from: (chart: Chart) => readonly Resource[]): Column {
  return {
    head: 'before',
    width: 0.2,
    text: (resource, { texts, chart, trends }) => {
      const earlier = from(chart).find(
        (each) =>
          each !== resource &&
          seriesOf(each) === seriesOf(resource) &&
          isComparable(each, resource),
      );
      if (earlier === undefined) return undefined;
      const way = Math.sign(magnitude(resource) - magnitude(earlier));
      const trend = way > 0 ? trends.up : way < 0 ? trends.down : trends.same;
      const was = valueText(earlier, texts.spelling) ?? '';
      return `${trend} ${was} (${dateText(whenOf(earlier), texts)})`;
    },
  };
}

function magnitude(resource: Resource): number {
  return numberOf(elementOf(resource['valueQuantity'])['value']) ?? Number.NaN;
}

function isComparable(one: Resource, other: Resource): boolean {
  const unit = (resource: Resource) => elementOf(resource['valueQuantity'])['unit'];
  const compared = (resource: Resource) => elementOf(resource['valueQuantity'])['comparator'];
  return (
    unit(one) === unit(other) &&
    compared(one) === compared(other) &&
    !Number.isNaN(magnitude(one) - magnitude(other))
  );
}

/** What the laboratory says (`H`, `LL` …), else by the range: outside is `H` or `L`. */
function flagOf(resource: Resource): string | undefined {
  const said = codesOf(resource['interpretation']).find((code) =>
    /^(?:A|AA|H|HH|HU|HX|L|LL|LU|LX|POS)$/.test(code),
  );
  if (said !== undefined) return said;
  if (codesOf(resource['interpretation']).length > 0) return undefined;
  const { low, high } = elementsOf(resource['referenceRange'])[0] ?? {};
  const measured = magnitude(resource);
  const unit = elementOf(resource['valueQuantity'])['unit'];
  const limit = (end: unknown) =>
    elementOf(end)['unit'] === unit
      ? (numberOf(elementOf(end)['value']) ?? Number.NaN)
      : Number.NaN;
  if (measured > limit(high)) return 'H';
  return measured < limit(low) ? 'L' : undefined;
}
