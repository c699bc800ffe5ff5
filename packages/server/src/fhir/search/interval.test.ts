import { describe, expect, test } from 'vitest';
import { dateInterval } from './date-interval.ts';
import { compares } from './interval.ts';
import { numberInterval } from './number-interval.ts';
import type { Prefix } from './search.ts';

describe('a date covers what its precision leaves open', () => {
  test.each([
    ['2020', '2020-01-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z'],
    ['2020-12', '2020-12-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z', '2020-03-01T00:00:00.000Z'],
    ['2020-01-01T10:00', '2020-01-01T10:00:00.000Z', '2020-01-01T10:01:00.000Z'],
    ['2020-01-01T10:00:05Z', '2020-01-01T10:00:05.000Z', '2020-01-01T10:00:06.000Z'],
    ['2020-01-01T10:00:05.25Z', '2020-01-01T10:00:05.250Z', '2020-01-01T10:00:05.260Z'],
    ['2020-01-01T00:30+01:00', '2019-12-31T23:30:00.000Z', '2019-12-31T23:31:00.000Z'],
    ['2020-01-01T00:30-05:30', '2020-01-01T06:00:00.000Z', '2020-01-01T06:01:00.000Z'],
    ['2020-01-01T00:30 01:00', '2019-12-31T23:30:00.000Z', '2019-12-31T23:31:00.000Z'],
    ['0050', '0050-01-01T00:00:00.000Z', '0051-01-01T00:00:00.000Z'],
  ])('%s', (text, low, high) => {
    const found = dateInterval(text);
    expect(new Date(found?.low ?? 0).toISOString()).toBe(low);
    expect(new Date(found?.high ?? 0).toISOString()).toBe(high);
  });

  test.each([
    '',
    '20',
    '2020-13',
    '2020-00',
    '2019-02-29',
    '2020-04-31',
    '2020-1-1',
    '2020-01-01T',
    '2020-01-01T24:00',
    '2020-01-01T10:60',
    '2020-01-01T10:00:61Z',
    '2020-01-01T10:00+15:00',
    ' 2020',
    '2020-01-01T10:00:00.Z',
    'now',
  ])('%s is no date', (text) => {
    expect(dateInterval(text)).toBeUndefined();
  });
});

describe('a number covers half a unit of its last digit, exactly', () => {
  test.each([
    ['100', 99.5, 100.5],
    ['100.00', 99.995, 100.005],
    ['1e2', 95, 105],
    ['1.5e2', 145, 155],
    ['5.4', 5.35, 5.45],
    ['-5.4', -5.45, -5.35],
    ['0', -0.5, 0.5],
    ['.5', 0.45, 0.55],
    ['5.40e-3', 0.005395, 0.005405],
    ['+1', 0.5, 1.5],
  ])('%s', (text, low, high) => {
    expect(numberInterval(text)?.within).toEqual({ low, high });
    expect(numberInterval(text)?.number).toBe(Number(text));
  });

  test.each([
    '',
    '.',
    '-',
    '1.',
    'e5',
    '1e',
    '1e100',
    '0x10',
    'NaN',
    'Infinity',
    '1 ',
    '1234567890123456789',
  ])('%s is no number', (text) => {
    expect(numberInterval(text)).toBeUndefined();
  });
});

describe('a prefix compares extents', () => {
  const day = dateInterval('2013-03-14') ?? { low: 0, high: 0 };
  const within = (text: string) => dateInterval(text) ?? { low: 0, high: 0 };
  const from = { low: within('2013-01-21').low, high: Infinity };
  const until = { low: -Infinity, high: within('2013-03-14').high };
  const all: Prefix[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'];

  test.each([
    ['the same day', within('2013-03-14'), ['eq', 'ge', 'le']],
    ['a moment in it', within('2013-03-14T10:00:00Z'), ['eq', 'ge', 'le']],
    ['its month', within('2013-03'), ['ne', 'gt', 'lt', 'ge', 'le']],
    ['the day after', within('2013-03-15'), ['ne', 'gt', 'ge', 'sa']],
    ['midnight after', within('2013-03-15T00:00:00Z'), ['ne', 'gt', 'ge', 'sa']],
    ['the day before', within('2013-03-13'), ['ne', 'lt', 'le', 'eb']],
    ['since January', from, ['ne', 'gt', 'lt', 'ge', 'le']],
    ['until that day', until, ['ne', 'lt', 'ge', 'le']],
  ] as const)('%s', (_title, there, expected) => {
    expect(all.filter((prefix) => compares(prefix, day, there, day))).toEqual(
      all.filter((prefix) => expected.some((one) => one === prefix)),
    );
  });
});
