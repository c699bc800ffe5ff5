import { expect, test } from 'vitest';
import { createFormat } from '../../ui/format.ts';
import { figureOption, stepWords } from './figure-option.ts';

const format = createFormat('en', 'America/New_York');
const style = { colour: (name: string) => name, fontFamily: 'serif' };
const points = [
  { at: '2026-11-21T23:00:00.000Z', value: 0 },
  { at: '2026-11-22T00:00:00.000Z', value: 1234 },
];

test('a day of UTC keeps its name in every time zone; an hour is told in the reader’s own', () => {
  expect(stepWords('2026-11-22T00:00:00.000Z', 1440, format)).toBe('Nov 22, 2026');
  expect(stepWords('2026-11-22T00:00:00.000Z', 60, format)).toContain('Nov 21, 2026');
});

test('one series has no legend, and bad things have their colour', () => {
  const figure = { kind: 'counts', stepMinutes: 60 } as const;
  const one = figureOption(
    { ...figure, series: [{ name: 'a', points, isBad: true }] },
    format,
    style,
  );
  expect(one).not.toHaveProperty('legend');
  expect(one.series).toMatchObject([{ type: 'bar', color: '--wk-plot-2', data: [0, 1234] }]);
  const two = figureOption(
    {
      ...figure,
      series: [
        { name: 'a', points },
        { name: 'b', points: [] },
      ],
    },
    format,
    style,
  );
  expect(two).toHaveProperty('legend');
  expect(two.series.map(({ data }) => data)).toEqual([
    [0, 1234],
    [0, 0],
  ]);
});

test('the tooltip names the step and every series', () => {
  const figure = {
    kind: 'level',
    stepMinutes: 1440,
    series: [{ name: 'Events', points }],
  } as const;
  const { tooltip, series } = figureOption(figure, format, style);
  expect(series[0]?.type).toBe('line');
  expect(tooltip.formatter([{ dataIndex: 1 }])).toBe('Nov 22, 2026\nEvents: 1,234');
});
