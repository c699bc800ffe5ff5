import type { ResultSeries } from '@wardkeep/contract';
import { LineChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { expect, test } from 'vitest';
import { createFormat } from '../../ui/format.ts';
import { plotOption } from './plot-option.ts';

register([LineChart, GridComponent, SVGRenderer]);

/** The words below the plot, as drawn; days are in local time, like the axis. */
function dateLabels(...days: readonly string[]): string[] {
  const points = days.map((at, place) => ({ id: String(place), at, value: 70 + place }));
  // Only what the plot reads of a series.
  const series = [{ title: 'Weight', unit: 'kg', points, referenceRange: null }] as unknown;
  const choice = { key: 'weight', title: 'Weight', series: series as ResultSeries[] };
  const style = { colour: () => '#000', fontFamily: 'sans-serif' };
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 1000, height: 300 });
  const { tooltip: _tooltip, ...option } = plotOption(choice, createFormat('en'), style);
  chart.setOption({ ...option, animation: false });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, word]) => word ?? '');
  return words.filter((word) => /\d{4}/.test(word));
}

test('one result is dated once, by its own day', () => {
  expect(dateLabels('2024-03-05T09:30:00')).toEqual(['Mar 5, 2024']);
});

test.each([
  ['the same day', ['2024-03-05T08:00:00', '2024-03-05T16:00:00']],
  ['two days', ['2024-03-05T08:00:00', '2024-03-06T08:00:00']],
  ['three days', ['2024-03-05T08:00:00', '2024-03-08T09:00:00']],
  ['half a year', ['2024-03-05T08:00:00', '2024-09-05T08:00:00']],
  ['five years', ['2019-03-05T08:00:00', '2024-03-05T08:00:00']],
  ['thirty years', ['1994-03-05T08:00:00', '2024-03-05T08:00:00']],
])('over %s no date below the plot is repeated', (_span, days) => {
  const labels = dateLabels(...days);
  expect(labels.length).toBeGreaterThan(0);
  expect(labels).toEqual([...new Set(labels)]);
});
