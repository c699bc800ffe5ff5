import { expect, test } from 'vitest';
import { generateChart } from '../demo/generate-chart.ts';
import { seededRandom } from '../demo/random.ts';
import { expectedResources } from './ledger.ts';
import { MARKER_SYSTEM, sliceOf } from './slice.ts';

const PATIENT = '00000000-0000-4000-8000-000000000001';
const chart = generateChart('adult', '1', new Date('2026-11-22T12:00:00Z'));
const slice = (seed: string) =>
  sliceOf(chart, { marker: 'm', patientId: PATIENT }, seededRandom(seed));
const seeds = Array.from({ length: 50 }, (_, seed) => String(seed));

test.for(seeds)('slice %s needs nothing but itself and its patient', (seed) => {
  const { entry } = slice(seed);
  expect(entry.length).toBeGreaterThanOrEqual(3);
  expect(entry.length).toBeLessThan(45);
  const references = [...JSON.stringify(entry).matchAll(/"reference":"([^"]+)"/g)].map((m) => m[1]);
  const known = new Set([`Patient/${PATIENT}`, ...entry.map(({ fullUrl }) => fullUrl)]);
  expect(references.length).toBeGreaterThanOrEqual(entry.length);
  expect(references.filter((reference) => !known.has(reference ?? ''))).toEqual([]);
});

test('each resource says whose it is', () => {
  const identifiers = slice('1').entry.map(({ resource }) => resource['identifier']);
  expect(identifiers).toEqual(
    identifiers.map((_, index) => [{ system: MARKER_SYSTEM, value: `m/${index}` }]),
  );
});

test('two slices share no address', () => {
  const urls = seeds.flatMap((seed) => slice(seed).entry.map(({ fullUrl }) => fullUrl));
  expect(new Set(urls).size).toBe(urls.length);
});

test('what is expected back has the references that the server made', () => {
  const bundle = slice('3');
  const ids = bundle.entry.map(({ resource }, index) => `${resource.resourceType}/${index}`);
  const expected = expectedResources({ marker: 'm', bundle, fate: 'acknowledged', ids });
  expect(expected).toHaveLength(bundle.entry.length);
  expect(JSON.stringify(expected)).not.toContain('urn:uuid:');
});
