import { describe, expect, test } from 'vitest';
import { MEASURED } from './codes.ts';
import { generateChart, type ChartKind, type FhirResource } from './generate-chart.ts';

const TODAY = new Date('2026-11-22T12:00:00Z');
const KINDS: readonly ChartKind[] = ['adult', 'child', 'small'];

const resources = (kind: ChartKind, seed = '1'): readonly FhirResource[] =>
  generateChart(kind, seed, TODAY).entry.map((entry) => entry.resource);

/** Each string member of that name, anywhere in a value. */
function membersNamed(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    key === name && typeof member === 'string' ? [member] : membersNamed(name, member),
  );
}

interface Observed {
  readonly code?: { readonly coding: readonly { readonly code: string }[] };
  readonly effectiveDateTime?: string;
  readonly valueQuantity?: { readonly value: number };
  readonly component?: readonly Observed[];
}

/** Values of one code in the order of time, components included. */
function series(all: readonly FhirResource[], code: string): number[] {
  const points = all.flatMap((each) => {
    // Of other resources these members are of other kinds, and their codes are not asked for.
    const observed = each as Observed & FhirResource;
    return [observed, ...(observed.component ?? [])].flatMap((part) =>
      part.code?.coding[0]?.code === code && part.valueQuantity !== undefined
        ? [{ at: observed.effectiveDateTime ?? '', value: part.valueQuantity.value }]
        : [],
    );
  });
  return points.toSorted((a, b) => a.at.localeCompare(b.at)).map(({ value }) => value);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe.for(KINDS)('the %s chart', (kind) => {
  test('is a transaction of POSTs whose references all name one of its entries', () => {
    const bundle = generateChart(kind, '1', TODAY);
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'transaction' });
    const fullUrls = bundle.entry.map((entry) => entry.fullUrl);
    expect(new Set(fullUrls).size).toBe(fullUrls.length);
    for (const url of fullUrls)
      expect(url).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/);
    for (const { request, resource } of bundle.entry) {
      expect(request).toEqual({ method: 'POST', url: resource.resourceType });
    }
    const references = membersNamed('reference', bundle);
    expect(references.length).toBeGreaterThanOrEqual(fullUrls.length - 1);
    expect(references.filter((reference) => !fullUrls.includes(reference))).toEqual([]);
  });

  test('is the same for the same seed and day, and another for another seed', () => {
    expect(generateChart(kind, '1', TODAY)).toEqual(generateChart(kind, '1', TODAY));
    expect(generateChart(kind, '2', TODAY)).not.toEqual(generateChart(kind, '1', TODAY));
  });

  test('is about one person whose name is obviously made up', () => {
    const patients = resources(kind).filter((each) => each.resourceType === 'Patient');
    expect(patients).toHaveLength(1);
    expect(membersNamed('text', patients[0]?.['name'])).toEqual([
      expect.stringMatching(/^Demo Patient (One|Two|Three)$/),
    ]);
  });

  test('says nothing about days to come or before the birth', () => {
    const [patient, ...others] = resources(kind);
    const born = String(patient?.['birthDate']);
    const names = [
      'effectiveDateTime',
      'authoredOn',
      'onsetDateTime',
      'occurrenceDateTime',
      'start',
    ];
    const days = names.flatMap((name) => membersNamed(name, others)).map((at) => at.slice(0, 10));
    expect(days.length).toBeGreaterThan(2);
    expect(days.filter((day) => day < born || day > '2026-11-22')).toEqual([]);
  });
});

test.for(['1', '2', '3', 'demo'])(
  'the adult of seed %s gets better within plausible values',
  (seed) => {
    const all = resources('adult', seed);
    const systolic = series(all, MEASURED.systolic.code);
    const diastolic = series(all, MEASURED.diastolic.code);
    expect(systolic).toHaveLength(53);
    expect(diastolic).toHaveLength(53);
    for (const [week, value] of systolic.entries()) {
      expect(value).toBeGreaterThan(100);
      expect(value).toBeLessThan(195);
      expect(value - (diastolic[week] ?? 0)).toBeGreaterThan(25);
    }
    expect(mean(systolic.slice(0, 8)) - mean(systolic.slice(-8))).toBeGreaterThan(15);
    const hba1c = series(all, MEASURED.hba1c.code);
    expect(hba1c).toHaveLength(5);
    expect((hba1c[0] ?? 0) - (hba1c.at(-1) ?? 0)).toBeGreaterThan(1);
    for (const value of hba1c) expect(Math.abs(value - 7.5)).toBeLessThan(2);
    expect(series(all, MEASURED.weight.code)).toHaveLength(13);
    const ldl = series(all, MEASURED.ldl.code);
    expect(ldl[0]).toBeGreaterThan(120);
    expect(ldl.at(-1)).toBeLessThan(110);
  },
);

test.for(['1', '2', 'demo'])(
  'the adult of seed %s has one blood pressure that stands out, and its reason',
  (seed) => {
    const all = resources('adult', seed);
    const outliers = all.filter(
      (each) =>
        membersNamed('code', each['code']).includes(MEASURED.bloodPressure.code) && each['note'],
    );
    expect(outliers).toHaveLength(1);
    const systolic = series(all, MEASURED.systolic.code);
    const late = systolic.slice(26).toSorted((a, b) => b - a);
    expect((late[0] ?? 0) - (late[1] ?? 0)).toBeGreaterThan(15);
  },
);

test.for(['1', '2', 'demo'])('the child of seed %s only grows', (seed) => {
  const height = series(resources('child', seed), MEASURED.height.code);
  expect(height).toHaveLength(19);
  expect(height).toEqual(height.toSorted((a, b) => a - b));
  expect(height[0]).toBeGreaterThan(45);
  expect(height.at(-1)).toBeLessThan(130);
});
