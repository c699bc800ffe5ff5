import { expect, test } from 'vitest';
import { chartOf, newestOfEach } from './chart.ts';
import { conceptText, dosageText, personName, rangeText, valueText, whenOf } from './words.ts';

const de = { decimal: ',', yes: 'ja', no: 'nein' } as const;

test.each([
  [{ valueQuantity: { value: 7.5, unit: 'mg/dL' } }, '7.5 mg/dL', '7,5 mg/dL'],
  [{ valueQuantity: { value: 3, comparator: '<', code: 'g' } }, '< 3 g', '< 3 g'],
  [{ valueQuantity: { value: 1.0625 } }, '1.0625', '1,0625'],
  [{ valueQuantity: { value: 198.107512 } }, '198.11', '198,11'],
  [{ valueQuantity: { value: 0.000012345 } }, '0.000012345', '0,000012345'],
  [{ valueQuantity: { value: 1, unit: '1' } }, '1', '1'],
  [{ valueBoolean: false }, 'no', 'nein'],
  [{ valueInteger: 0 }, '0', '0'],
  [{ valueString: ' 1.5 ' }, '1.5', '1.5'],
  [{ valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, '1 / 128', '1 / 128'],
  [
    { component: [{ code: { text: 'a' }, valueInteger: 1 }, { code: { text: 'b' } }] },
    'a: 1',
    'a: 1',
  ],
  [{}, undefined, undefined],
])('the value of %j is said in words', (observation, english, german) => {
  expect(valueText(observation)).toBe(english);
  expect(valueText(observation, de)).toBe(german);
});

test('a range names its unit once, and an open end as such', () => {
  const [low, high] = [
    { value: 3.5, unit: 'g' },
    { value: 5, unit: 'g' },
  ];
  expect(rangeText({ low, high })).toBe('3.5 – 5 g');
  expect(rangeText({ low })).toBe('≥ 3.5 g');
  expect(rangeText({ high })).toBe('≤ 5 g');
  expect(rangeText({ low: { value: 3, unit: 'mg' }, high })).toBe('3 mg – 5 g');
});

test('a concept is its text, else a display, else a code', () => {
  expect(conceptText({ text: 'A', coding: [{ display: 'B' }] })).toBe('A');
  expect(conceptText({ coding: [{ code: 'c' }, { display: 'B' }] })).toBe('B');
  expect(conceptText({ coding: [{ code: 'c' }] })).toBe('c');
  expect(conceptText(undefined)).toBeUndefined();
});

test('a dosage is its words, else dose, how often and route', () => {
  const dosage = {
    doseAndRate: [{ doseQuantity: { value: 2, unit: 'puff' } }],
    timing: { repeat: { frequency: 1, period: 6, periodUnit: 'h' } },
    route: { text: 'inhaled' },
  };
  const resource = { resourceType: 'MedicationStatement', dosage: [dosage] };
  expect(dosageText(resource)).toBe('2 puff, 1 × / 6 h, inhaled');
  expect(dosageText({ ...resource, dosage: [{ ...dosage, text: 'as told' }] })).toBe('as told');
});

test('when it happened goes before when it was written down', () => {
  const resourceType = 'Procedure';
  expect(whenOf({ resourceType, performedPeriod: { start: '2014' }, recordedDate: '2020' })).toBe(
    '2014',
  );
  expect(whenOf({ resourceType, recordedDate: '2020' })).toBe('2020');
});

test('the official name is the one that is shown', () => {
  const name = [
    { use: 'nickname', text: 'N' },
    { use: 'official', given: ['G'], family: 'F', prefix: ['Dr.'] },
  ];
  expect(personName({ resourceType: 'Patient', name })).toBe('Dr. G F');
});

test('the newest is by time, whatever its offset, and undated ones are last', () => {
  const seen = (id: string, effectiveDateTime?: string) => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ code: 'laboratory' }] }],
    code: { coding: [{ code: 'x' }] },
    ...(effectiveDateTime === undefined ? {} : { effectiveDateTime }),
  });
  const { results } = chartOf([
    seen('undated'),
    seen('east', '2026-01-02T01:00:00+09:00'),
    seen('west', '2026-01-01T23:00:00-05:00'),
  ]);
  expect(results.map(({ id }) => id)).toEqual(['west', 'east', 'undated']);
  expect(newestOfEach(results).map(({ id }) => id)).toEqual(['west']);
});
