import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFormat } from '../../ui/format.ts';
import { describeElements } from './describe-value.ts';
import { recordDate, recordTitle } from './record-title.ts';
import { type RecordWords, glossaryWords } from './record-words.ts';
import type { Shown } from './shown.ts';

const WORDS: RecordWords = {
  ...glossaryWords((prefix, name) =>
    `${prefix}.${name}` === 'kind.Encounter' ? 'visit' : undefined,
  ),
  format: createFormat('en', 'UTC'),
  yes: 'yes',
  no: 'no',
  since: (date) => `since ${date}`,
  until: (date) => `until ${date}`,
};

/** The text of the only value of the only element. */
function shown(element: string, value: unknown): Shown | undefined {
  return describeElements({ [element]: value }, WORDS)[0]?.values[0];
}
const text = (value: Shown | undefined) =>
  value && value.kind !== 'group' ? value.text.replaceAll(/[\u00a0\u202f]/g, ' ') : value;

describe('a value is read by its FHIR data type', () => {
  test.each([
    ['code', { coding: [{ system: 's', code: '1', display: 'Coded' }], text: 'Said' }, 'Said'],
    ['code', { coding: [{ code: 'no-name' }, { display: 'Named' }] }, 'no name'],
    ['class', { system: 's', code: 'AMB' }, 'AMB'],
    ['valueQuantity', { value: 120.456, unit: 'mm[Hg]', system: 'u' }, '120.46 mmHg'],
    ['valueQuantity', { value: 5, comparator: '<', code: 'mg/dL' }, '< 5 mg/dL'],
    ['total', { value: 140.52, currency: 'USD' }, '$140.52'],
    ['period', { start: '2020-01-02', end: '2020-02-03' }, 'Jan 2, 2020 – Feb 3, 2020'],
    ['period', { start: '2020-01-02' }, 'since Jan 2, 2020'],
    ['period', { end: '2020' }, 'until 2020'],
    [
      'referenceRange',
      { low: { value: 1, unit: 'g' }, high: { value: 2, unit: 'g' } },
      '1 g – 2 g',
    ],
    ['referenceRange', { high: { value: 2, unit: 'g' } }, '≤ 2 g'],
    ['name', { prefix: ['Dr.'], given: ['A', 'B'], family: 'C' }, 'Dr. A B C'],
    [
      'address',
      { line: ['1 Way'], postalCode: '01842', city: 'L', country: 'US' },
      '1 Way, 01842 L, US',
    ],
    ['telecom', { system: 'phone', value: '555' }, '555'],
    ['identifier', { type: { text: 'MRN' }, system: 'u', value: '42' }, 'MRN: 42'],
    ['note', { text: 'Well.', time: '2020-01-02' }, 'Well. (Jan 2, 2020)'],
    ['active', true, 'yes'],
    ['status', 'entered-in-error', 'entered in error'],
    ['recordedDate', '2020-05', 'May 2020'],
    ['title', '2020', '2020'],
  ])('%s %j', (element, value, words) => {
    expect(text(shown(element, value))).toBe(words);
  });
});

describe('a reference', () => {
  test('to a record of the chart is a link to it', () => {
    expect(shown('encounter', { reference: 'Encounter/abc' })).toEqual({
      kind: 'link',
      text: 'Visit',
      type: 'Encounter',
      id: 'abc',
    });
  });

  test.each([
    [{ reference: 'https://else.example/fhir/Encounter/abc' }, 'Visit'],
    [{ reference: '#contained' }, '#contained'],
    [{ reference: 'urn:uuid:1', display: 'The visit' }, 'The visit'],
  ])('to something else is words: %j', (value, words) => {
    expect(shown('encounter', value)).toEqual({ kind: 'text', text: words });
  });
});

test('what fits no data type is a group of its elements', () => {
  expect(shown('hospitalization', { destination: { text: 'Home' } })).toEqual({
    kind: 'group',
    rows: [
      { element: 'destination', label: 'Destination', values: [{ kind: 'text', text: 'Home' }] },
    ],
  });
});

test('markup of a narrative is never shown', () => {
  const rows = describeElements({ text: { status: 'generated', div: '<div>x</div>' } }, WORDS);
  expect(rows).toEqual([]);
});

test('an extension is named by the end of its URL, and a null is nothing', () => {
  const extension = [{ url: 'http://x.example/birthsex', valueCode: 'F' }, null];
  expect(describeElements({ extension }, WORDS)).toMatchObject([{ label: 'Birthsex' }]);
});

test('a record has a title and a date, whatever its kind calls them', () => {
  const encounter = {
    resourceType: 'Encounter',
    type: [{ text: 'check up' }],
    period: { start: '2020-01-02' },
  };
  expect(recordTitle(encounter, WORDS)).toBe('Check up');
  expect(recordDate(encounter)).toBe('2020-01-02');
  expect(recordTitle({ resourceType: 'Encounter' }, WORDS)).toBe('Visit');
  expect(recordDate({ resourceType: 'Encounter' })).toBeUndefined();
});

const SHARED = join(import.meta.dirname, '../../../../../../shared/data/fhir/hl7-r4-examples');
test.skipIf(!existsSync(SHARED))(
  'every published R4 example can be read (skipped where the examples are not at hand)',
  () => {
    const files = readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .slice(0, 400);
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const parsed: unknown = JSON.parse(readFileSync(join(SHARED, name), 'utf8'));
      const all = JSON.stringify(describeElements(parsed as Record<string, unknown>, WORDS));
      expect(`${name} ${all}`).not.toMatch(/\[object|undefined|<div/);
    }
  },
);
