import type { ResultSeries } from '@wardkeep/contract';
import type { Format } from '../../ui/format.ts';
import type { PlotStyle } from '../../ui/plot.tsx';
import { unitText } from '../records/index.ts';
import type { ResultChoice } from './result-choices.ts';

type Colour = PlotStyle['colour'];

/** What ECharts draws. The tooltip is drawn too: as HTML it would need inline styles, which the page's policy refuses. */
export function plotOption(choice: ResultChoice, format: Format, style: PlotStyle) {
  const { colour, fontFamily } = style;
  const soft = colour('--wk-soft');
  const axis = {
    axisLabel: { color: soft, fontSize: 13, hideOverlap: true },
    axisLine: { lineStyle: { color: colour('--wk-line-strong') } },
    splitLine: { lineStyle: { color: colour('--wk-line') } },
  };
  const many = choice.series.length > 1;
  return {
    textStyle: { fontFamily },
    grid: { left: 8, right: 16, top: many ? 40 : 16, bottom: 8, containLabel: true },
    ...(many
      ? { legend: { top: 0, left: 0, textStyle: { color: soft, fontSize: 13 }, icon: 'circle' } }
      : {}),
    xAxis: {
      type: 'time',
      ...axis,
      splitLine: { show: false },
      ...dateTicks(choice, format, axis.axisLabel),
    },
    yAxis: {
      type: 'value',
      scale: true,
      ...extentOf(choice),
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => format.number(value) },
    },
    tooltip: tooltip(choice, format, style),
    series: choice.series.map((series, place) => line(series, place, colour)),
  };
}

/** The usual range is on the plot, also where every value is outside of it. */
function extentOf({ series }: ResultChoice) {
  const ends = series.flatMap(({ referenceRange }) => [
    referenceRange?.low ?? [],
    referenceRange?.high ?? [],
  ]);
  const range = ends.flat();
  const values = [...range, ...series.flatMap(({ points }) => points.map(({ value }) => value))];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (range.length === 0 || least === most) return {};
  const step = evenStep((most - least) / 5);
  return {
    interval: step,
    min: Number((Math.floor(least / step) * step).toPrecision(12)),
    max: Number((Math.ceil(most / step) * step).toPrecision(12)),
  };
}

/** 1, 2 or 5 times a power of ten, and at least this much. */
function evenStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((times) => times * power >= least) ?? 10) * power;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** Years where the line spans years, else days; never closer together than what a label can tell apart. */
function dateTicks({ series }: ResultChoice, format: Format, label: object) {
  const times = series.flatMap(({ points }) => points.map((point) => Date.parse(point.at)));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const years = last - first > 4 * YEAR_MS;
  const formatter = (at: number): string =>
    years ? String(new Date(at).getFullYear()) : format.date(new Date(at));
  // One day has one label, under the point itself: a time axis would repeat it around the point.
  const only = format.date(new Date(first)) === format.date(new Date(last));
  const customValues = only ? { customValues: [first] } : {};
  return {
    minInterval: years ? YEAR_MS : DAY_MS,
    axisTick: customValues,
    axisLabel: { ...label, ...customValues, formatter },
  };
}

function tooltip(choice: ResultChoice, format: Format, { colour, fontFamily }: PlotStyle) {
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    backgroundColor: colour('--wk-card'),
    borderColor: colour('--wk-line-strong'),
    textStyle: { color: colour('--wk-ink'), fontSize: 14, fontFamily },
    formatter: (points: readonly { value: readonly [string, number]; seriesIndex: number }[]) => {
      const lines = points.map(({ value: [, value], seriesIndex }) => {
        const series = choice.series[seriesIndex];
        return `${series?.title ?? ''}: ${format.number(value)} ${unitText(series?.unit ?? '')}`;
      });
      return [format.date(points[0]?.value[0] ?? ''), ...lines].join('\n');
    },
  };
}

const LINE_COLOURS = ['--wk-plot-1', '--wk-plot-2'];

function line(series: ResultSeries, place: number, colour: Colour) {
  const tint = colour(LINE_COLOURS[place % LINE_COLOURS.length] ?? '--wk-plot-1');
  return {
    type: 'line',
    name: series.title,
    color: tint,
    symbol: 'circle',
    symbolSize: 7,
    lineStyle: { width: 2.5, type: place === 0 ? 'solid' : 'dashed' },
    data: series.points
      .map(({ at, value }) => [at, value] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
    ...(series.referenceRange ? { markArea: band(series.referenceRange, colour) } : {}),
  };
}

/** An open end reaches the edge of the plot. */
function band({ low, high }: NonNullable<ResultSeries['referenceRange']>, colour: Colour) {
  const edge = (value: number | null) => (value === null ? {} : { yAxis: value });
  return {
    silent: true,
    itemStyle: { color: colour('--wk-plot-band') },
    data: [[edge(low), edge(high)]],
  };
}
