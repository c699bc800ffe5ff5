/**
 * Whether anything that somebody wrote in a chart leaves through a view. Over each twentieth of Synthea's 180 Bundles;
 * WARDKEEP_CANARY_CHARTS=all takes every one.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StoredJson } from '../../db/schema.ts';
import { canariesIn, plantCanaries, type Planted } from '../../testing/canaries.ts';
import { syntheaCharts, syntheaFolder } from '../../testing/canaries-charts.ts';
import { deidentified } from './deidentified.ts';
import { identifiersLeft } from './identifiers-left.ts';
import { limited } from './limited.ts';
import { safeHarbor } from './safe-harbor.ts';

const each = process.env['WARDKEEP_CANARY_CHARTS'] === 'all' ? 1 : 20;
const timeoutMs = each === 1 ? 3_600_000 : 120_000;
const now = new Date('2026-06-01T00:00:00Z');
const shiftDays = 77;
const pseudonyms = { idOf: pseudonymOf, shiftDays };

function pseudonymOf(id: string): string {
  const hex = createHash('sha256').update(id).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

type Show = (chart: readonly StoredJson[]) => readonly StoredJson[];
type Dates = 'as they are' | 'years' | 'moved';

const views: readonly (readonly [name: string, dates: Dates, least: number, show: Show])[] = [
  ['limited', 'as they are', 0.001, (chart) => chart.flatMap((each) => limited(each) ?? [])],
  [
    'de-identified',
    'years',
    0.7,
    (chart) => chart.flatMap((each) => deidentified(each, pseudonyms, now) ?? []),
  ],
  ['Safe Harbor', 'moved', 0.7, (chart) => safeHarbor(chart, { pseudonyms, now })],
  [
    'Safe Harbor with years',
    'years',
    0.7,
    (chart) => safeHarbor(chart, { pseudonyms, now, dates: 'year' }),
  ],
];

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;

function idsIn(text: string, { chart }: Planted): readonly string[] {
  const ids = new Set(chart.map(({ id }) => id));
  return [...text.matchAll(UUID)].map(([id]) => id).filter((id) => ids.has(id));
}

/** Dates that are true ones, and times of day. */
function datesIn(text: string, { days }: Planted, dates: Dates): readonly string[] {
  const found = text.replaceAll(UUID, '').match(/\d{4}-\d{2}-\d{2}|T\d{2}:\d{2}/g) ?? [];
  if (dates === 'years') return found;
  return found.filter((date) => days.has(date) || date.startsWith('T'));
}

describe.skipIf(syntheaFolder === undefined)('a full record (needs ../shared/data)', () => {
  test.for(views)(
    'through the view “%s”: no word that somebody wrote, no id and no date beyond it',
    { timeout: timeoutMs },
    ([_name, dates, least, show]) => {
      let charts = 0;
      for (const chart of syntheaCharts(each)) {
        const planted = plantCanaries(chart, { shiftDays, now });
        expect(planted.count).toBeGreaterThan(chart.length * 20);
        const shown = show(planted.chart);
        const text = JSON.stringify(shown);
        expect(shown.length).toBeGreaterThan(chart.length * least);
        expect(canariesIn(text)).toEqual([]);
        expect(text).toMatch(/"(effectiveDateTime|started|performedPeriod|birthDate)":/);
        if (dates !== 'as they are') {
          expect(idsIn(text, planted)).toEqual([]);
          expect(datesIn(text, planted, dates)).toEqual([]);
          expect(identifiersLeft(planted.chart, shown)).toEqual([]);
        }
        charts += 1;
      }
      expect(charts).toBeGreaterThanOrEqual(Math.floor(180 / each));
    },
  );

  test.for(views)(
    'through the view “%s”: none where every code is a word as well',
    { timeout: timeoutMs },
    ([_name, _dates, _least, show]) => {
      for (const chart of syntheaCharts(each)) {
        const planted = plantCanaries(chart, { shiftDays, now, everywhere: true });
        expect(canariesIn(JSON.stringify(show(planted.chart)))).toEqual([]);
      }
    },
  );

  test(
    'with its words asked for: nothing that the chart says of who it is about',
    () => {
      for (const chart of syntheaCharts(each)) {
        const { told, needles } = tellInWords(chart);
        const shown = safeHarbor(told, { pseudonyms, now, withFreeText: true });
        const words = textsIn(shown).join('\n').toLowerCase();
        expect(words).toContain('told by the family');
        expect(needles.length).toBeGreaterThan(8);
        expect(needles.filter((needle) => isSaid(needle, words))).toEqual([]);
        expect(identifiersLeft(told, shown)).toEqual([]);
      }
    },
    timeoutMs,
  );
});

/** As words of their own: varicella does not tell of somebody called Rice. */
function isSaid(needle: string, words: string): boolean {
  const literal = needle.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(words);
}

/** Every text of the chart says, as people do, who it is about. */
function tellInWords(chart: readonly StoredJson[]): {
  readonly told: readonly StoredJson[];
  readonly needles: readonly string[];
} {
  const patient = chart.find(({ resourceType }) => resourceType === 'Patient');
  if (patient === undefined) throw new Error('a chart has a Patient');
  // `as`: Synthea's patients have all of these
  const { name, address, telecom, identifier, birthDate, id } = patient as unknown as {
    readonly name: readonly { readonly family: string; readonly given: readonly string[] }[];
    readonly address: readonly { readonly line: readonly string[]; readonly city: string }[];
    readonly telecom: readonly { readonly value: string }[];
    readonly identifier: readonly { readonly value: string }[];
    readonly birthDate: string;
    readonly id: string;
  };
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const needles = [
    ...name.flatMap(({ family, given }) => [family, ...given]).filter((part) => part.length > 2),
    ...address.flatMap(({ line, city }) => [...line, city]),
    ...telecom.map(({ value }) => value),
    ...identifier.map(({ value }) => value),
    birthDate,
    `${month}/${day}/${year}`,
    `${day}.${month}.${year}`,
    id,
    'a.person@example.test',
    '192.0.2.7',
    'https://example.test/',
    '555 010 9999',
    '94110',
  ];
  const text = `Told by the family of ${needles.join(', then ')}; and ${needles.join(' ').toUpperCase()}.`;
  const told = chart.map((resource) => ({
    ...resource,
    note: [{ text }],
    conclusion: text,
    ...(resource.resourceType === 'Observation' ? { valueString: text } : {}),
    ...(resource.resourceType === 'Condition' ? { code: { text } } : {}),
  }));
  return { told, needles };
}

function textsIn(value: unknown, key = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => textsIn(entry, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, member]) => textsIn(member, name));
  const isText = ['text', 'conclusion', 'valueString', 'description', 'title'].includes(key);
  return isText && typeof value === 'string' ? [value] : [];
}
