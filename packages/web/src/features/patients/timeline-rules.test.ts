import { expect, test } from 'vitest';
import type { ChartItem, SectionName } from './chart-items.ts';
import { timelineOf } from './timeline-rules.ts';

const item = (section: SectionName, startedAt: string | null, title = 'x'): ChartItem => ({
  section,
  type: 'Condition',
  id: `${title} ${startedAt}`,
  title,
  status: null,
  startedAt,
  endedAt: null,
  detail: null,
});

test('newest first, by year, month and day; what has no date is last', () => {
  const years = timelineOf(
    [
      item('conditions', null),
      item('conditions', '2019'),
      item('conditions', '2020-03-05'),
      item('encounters', '2020-03-05'),
      item('conditions', '2020-11-02'),
    ],
    [],
  );
  expect(years.map(({ year, count }) => [year, count])).toEqual([
    ['2020', 3],
    ['2019', 1],
    ['', 1],
  ]);
  expect(years[0]?.months.map(({ month }) => month)).toEqual(['2020-11', '2020-03']);
  expect(years[0]?.months[1]?.days).toMatchObject([{ day: '2020-03-05', items: [{}, {}] }]);
  expect(years[1]?.months.map(({ month }) => month)).toEqual(['2019']);
});

test('only the kinds that were chosen', () => {
  const items = [item('conditions', '2020'), item('encounters', '2021')];
  expect(timelineOf(items, ['encounters']).map(({ year }) => year)).toEqual(['2021']);
});

test('a moment stands on its day by the reader’s clock', () => {
  const local = new Date(2020, 2, 5, 23, 30);
  const [year] = timelineOf([item('results', local.toISOString())], []);
  expect(year?.months[0]?.days[0]?.day).toBe('2020-03-05');
});
