import { expect, test } from 'vitest';
import type { ChartItem, SectionName } from './chart-items.ts';
import { findItems } from './find-rules.ts';

const item = (section: SectionName, title: string, detail: string | null = null): ChartItem => ({
  section,
  type: 'Condition',
  id: title,
  title,
  status: null,
  startedAt: '2020-05-01',
  endedAt: null,
  detail,
});
const ITEMS = [
  item('conditions', 'Type 2 diabetes mellitus'),
  item('medications', 'Metformin', '1 tablet twice a day for diabetes'),
  item('allergies', 'Müllersche Lösung'),
];
const found = (query: string) =>
  findItems(ITEMS, query).map(({ section, items }) => [section, items.length]);

test.each([
  [
    'diab',
    [
      ['conditions', 1],
      ['medications', 1],
    ],
  ],
  ['DIABETES type', [['conditions', 1]]],
  ['muller', [['allergies', 1]]],
  ['2020-05 metf', [['medications', 1]]],
  ['diabetes penicillin', []],
  ['  ', []],
])('%j finds by every word, without case and accents, by part', (query, expected) => {
  expect(found(query)).toEqual(expected);
});
