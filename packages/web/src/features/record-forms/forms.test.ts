import type { Resource } from '@wardkeep/contract';
import { describe, expect, test } from 'vitest';
import { enChart } from '../../app/messages/en-chart.ts';
import { CONCEPTS } from './concepts.ts';
import { formFor, formNamed } from './forms.ts';
import { type RecordForm, type Values, faultsOf, mergedValues } from './record-form.ts';

// The catalogue by any name; what is not in it is its own name, as on the page.
const CATALOGUE: Readonly<Record<string, string>> = enChart;
const say = (key: string): string => CATALOGUE[key] ?? key;
const WRITING = {
  patientId: '11111111-1111-4111-8111-111111111111',
  now: new Date('2026-11-23T10:00:00Z'),
  nameOf: ({ key }: { readonly key: string }) => say(`concept.${key}`),
  say,
};

function form(kind: string): RecordForm {
  const found = formNamed(kind);
  if (!found) throw new Error(`no form ${kind}`);
  return found;
}

const FILLED: Readonly<Record<string, Values>> = {
  problem: {
    what: 'Migraine',
    status: 'resolved',
    certainty: 'confirmed',
    severity: 'severe',
    began: '2019',
    ended: '2020-05',
    note: 'n',
  },
  allergy: {
    what: 'Peanut',
    category: 'food',
    status: 'active',
    reaction: 'Hives',
    severity: 'mild',
    criticality: 'high',
    began: '2001',
    note: 'n',
  },
  medicine: {
    what: 'Metformin',
    status: 'active',
    amount: '500',
    unit: 'mg',
    often: '2-1-d',
    instructions: 'with food',
    since: '2020',
    until: '2021-02',
    reason: 'Diabetes',
    note: 'n',
  },
  vaccination: { what: 'Influenza', given: '2025-10-01', dose: '2', batch: 'A1', note: 'n' },
  note: { title: 'Visit', words: 'Grüße – ok', written: '2026-11-23T10:00:00.000Z' },
};

describe('what a form writes, it reads again', () => {
  test.each(Object.entries(FILLED))('%s', (kind, values) => {
    const one = form(kind);
    const written = one.write(values, undefined, WRITING);
    expect(faultsOf(one, values)).toEqual({});
    expect(one.read(written)).toEqual(values);
    expect(formFor(written)).toBe(one);
    const stored: Resource = { ...written, id: 'x', meta: { versionId: '1' } };
    expect(one.write(values, stored, WRITING)).toEqual(stored);
  });

  test.each([
    [{ measure: 'blood-pressure', systolic: '120', diastolic: '80' }],
    [{ measure: 'glucose', name: '', value: '5.4', unit: 'mmol/L', low: '3.9', high: '' }],
    [{ measure: 'other', name: 'Ferritin', value: '80', unit: 'ng/mL', low: '', high: '' }],
  ])('measurement %j', (values) => {
    const one = form('measurement');
    const whole = { ...values, at: '2026-11-23T10:00:00.000Z', note: 'n' };
    expect(one.read(one.write(whole, undefined, WRITING))).toEqual(whole);
  });
});

test('a name of the list becomes its code, other words stay words', () => {
  const write = (what: string) =>
    form('problem').write({ what, status: 'active' }, undefined, WRITING);
  expect(write('migraine')).toMatchObject({ code: { coding: [{ code: '37796009' }] } });
  expect(write('Sore elbow')['code']).toEqual({ text: 'Sore elbow' });
});

test('a unit decides the code: amounts of substance are not masses', () => {
  const write = (unit: string) =>
    form('measurement').write(
      { measure: 'glucose', value: '5', unit, at: '2026-01-01' },
      undefined,
      WRITING,
    );
  expect(write('mg/dL')).toMatchObject({ code: { coding: [{ code: '2339-0' }] } });
  expect(write('mmol/L')).toMatchObject({
    code: { coding: [{ code: '15074-8' }] },
    valueQuantity: { value: 5, code: 'mmol/L' },
  });
});

test('what a form has no field for stays as it is', () => {
  const stored: Resource = {
    resourceType: 'Condition',
    id: 'x',
    code: { coding: [{ system: 's', code: '1' }], text: 'Said' },
    clinicalStatus: { coding: [{ code: 'active' }], text: 'running' },
    onsetAge: { value: 40, unit: 'a' },
    bodySite: [{ text: 'Arm' }],
    note: [{ text: 'first' }, { text: 'second' }],
    extension: [{ url: 'u', valueString: 'v' }],
  };
  const one = form('problem');
  const values = { ...one.read(stored), note: 'changed' };
  expect(one.write(values, stored, WRITING)).toEqual({
    ...stored,
    note: [{ text: 'changed' }, { text: 'second' }],
  });
});

test('what a form could not keep, it does not open', () => {
  const observation = { resourceType: 'Observation', effectiveDateTime: '2020-01-01', code: {} };
  expect(formFor({ ...observation, valueString: 'x' })).toBeUndefined();
  expect(
    formFor({ ...observation, valueQuantity: { value: 5, comparator: '<', code: 'mg/dL' } }),
  ).toBeUndefined();
  expect(formFor({ ...observation, valueQuantity: { value: 5, code: '[arb]' } })).toBeUndefined();
  expect(formFor({ resourceType: 'MedicationStatement', medicationReference: {} })).toBeUndefined();
});

test.each([
  ['problem', { status: 'active' }, { what: 'form.missing' }],
  [
    'problem',
    { what: 'x', status: 'active', ended: '2020' },
    { status: 'form.problem.endedActive' },
  ],
  [
    'problem',
    { what: 'x', status: 'resolved', began: '2021-02', ended: '2020' },
    { ended: 'form.endedBefore' },
  ],
  [
    'allergy',
    { what: 'x', status: 'active', severity: 'mild' },
    { reaction: 'form.allergy.reaction.missing' },
  ],
  ['vaccination', { what: 'x', given: '2020', dose: '1.5' }, { dose: 'form.number.whole' }],
  [
    'measurement',
    { measure: 'blood-pressure', systolic: '80', diastolic: '120', at: '2020' },
    { diastolic: 'form.measurement.swapped' },
  ],
])('%s %j has the fault %j', (kind, values, faults) => {
  expect(faultsOf(form(kind), values)).toEqual(faults);
});

test('after somebody else, what was changed here stays and the rest is theirs', () => {
  const was = { a: '1', b: '2', c: '3' };
  expect(mergedValues({ ...was, a: 'mine' }, was, { ...was, a: 'theirs', b: 'theirs' })).toEqual({
    a: 'mine',
    b: 'theirs',
    c: '3',
  });
});

test('every concept has a name, and no two of one list share it', () => {
  expect(CONCEPTS.filter(({ key }) => CATALOGUE[`concept.${key}`] === undefined)).toEqual([]);
});
