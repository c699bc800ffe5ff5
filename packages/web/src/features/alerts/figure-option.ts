import type { Format } from '../../ui/format.ts';
import type { PlotStyle } from '../../ui/plot.tsx';
import { type Series, stepRows } from './steps.ts';

export interface Figure {
  readonly series: readonly Series[];
  readonly stepMinutes: number;
  /** Counts are bars that stand on each other; a level is a line. */
  readonly kind: 'counts' | 'level';
}

const DAY_MINUTES = 1440;

/** A step is a day of UTC, or a part of one of the reader's own. */
export function stepWords(at: string, stepMinutes: number, format: Format): string {
  return stepMinutes >= DAY_MINUTES ? format.fhirDay(at.slice(0, 10)) : format.dateTime(at);
}

/** What ECharts draws. The tooltip is drawn too: as HTML it would need inline styles, which the page's policy refuses. */
export function figureOption(figure: Figure, format: Format, style: PlotStyle) {
  const { colour, fontFamily } = style;
  const soft = colour('--wk-soft');
  const rows = stepRows(figure.series);
  const many = figure.series.length > 1;
  const label = { color: soft, fontSize: 13 };
  return {
    textStyle: { fontFamily },
    grid: {
      left: 4,
      right: 12,
      top: many ? 44 : 12,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    ...(many && {
      legend: { top: 0, left: 0, type: 'scroll', textStyle: label, icon: 'roundRect' },
    }),
    xAxis: {
      type: 'category',
      data: rows.map(({ at }) => shortWords(at, figure.stepMinutes, format)),
      axisLabel: { ...label, hideOverlap: true },
      axisLine: { lineStyle: { color: colour('--wk-line-strong') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { ...label, formatter: (value: number) => format.number(value) },
      splitLine: { lineStyle: { color: colour('--wk-line') } },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colour('--wk-card'),
      borderColor: colour('--wk-line-strong'),
      textStyle: { color: colour('--wk-ink'), fontSize: 14, fontFamily },
      formatter: (points: readonly { readonly dataIndex: number }[]) =>
        tooltipWords(figure, rows[points[0]?.dataIndex ?? 0], format),
    },
    series: figure.series.map((one, place) => ({
      ...(figure.kind === 'level' ? LEVEL : COUNTS),
      name: one.name,
      color: colour(colourOf(one, place)),
      data: rows.map(({ values }) => values[place] ?? 0),
    })),
  };
}

function shortWords(at: string, stepMinutes: number, format: Format): string {
  const words = stepWords(at, stepMinutes, format);
  return stepMinutes >= DAY_MINUTES ? words : words.replace(/,? \d{4},?/, '');
}

function tooltipWords(
  { series, stepMinutes }: Figure,
  row: { readonly at: string; readonly values: readonly number[] } | undefined,
  format: Format,
): string {
  if (!row) return '';
  const lines = series.map(
    ({ name }, place) => `${name}: ${format.number(row.values[place] ?? 0)}`,
  );
  return [stepWords(row.at, stepMinutes, format), ...lines].join('\n');
}

const COUNTS = { type: 'bar', stack: 'all', barMaxWidth: 28 } as const;
const LEVEL = {
  type: 'line',
  step: 'end',
  showSymbol: false,
  lineStyle: { width: 2.5 },
  areaStyle: { opacity: 0.12 },
} as const;

function colourOf({ isBad }: Series, place: number): string {
  return isBad ? '--wk-plot-2' : `--wk-plot-${(place % 6) + 1}`;
}
