import { describe, expect, test } from 'vitest';
import type { ConsentTerms, Role } from '@wardkeep/contract';
import type { Sealed } from '@wardkeep/crypto';
import type { GrantDetail } from '../../db/schema.ts';
import type { OpenedGrant } from '../grants.ts';
import { viewOf, type View, type ViewFacts } from './view.ts';

const now = new Date('2026-06-01T00:00:00Z');
const pseudonyms = { idOf: (id: string) => `pseudonym-of-${id.slice(0, 4)}`, shiftDays: 77 };

const granted = (terms: ConsentTerms | null): OpenedGrant => ({
  patientId: 'p',
  grantId: 'g',
  kind: 'consent',
  isOffered: false,
  version: 1,
  validFrom: now,
  validUntil: null,
  // `as`: nothing here opens it
  sealed: Buffer.alloc(0) as Uint8Array as Sealed<GrantDetail>,
  detail: { label: null, patientLabel: null, terms, proposed: null, endsOn: null },
});

const conditions: ConsentTerms = {
  kinds: ['conditions'],
  sensitivities: ['hiv'],
  mayWrite: true,
  mayShare: true,
};
const results: ConsentTerms = {
  kinds: ['results'],
  sensitivities: [],
  mayWrite: false,
  mayShare: false,
};

const view = (
  role: Role,
  grants: readonly (ConsentTerms | null)[] = [conditions],
  relationship: ViewFacts['relationship'] = 'consent',
): View => viewOf({ relationship, role, grants: grants.map(granted), pseudonyms, now });

const patient = {
  resourceType: 'Patient',
  id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  name: [{ family: 'Smith', given: ['Ann'] }],
  birthDate: '1980-02-03',
};

describe('what a consent shows of a Patient', () => {
  test('a provider: as it is', () => {
    expect(view('provider').show(patient)).toEqual(patient);
  });

  test('a technologist: initials and the year of birth', () => {
    const shown = { ...patient, name: [{ text: 'A. S.' }], birthDate: '1980' };
    expect(view('technologist').show(patient)).toEqual(shown);
  });

  test('a client: a pseudonym and the year of birth', () => {
    const { resourceType } = patient;
    const shown = { resourceType, id: 'pseudonym-of-6f96', birthDate: '1980' };
    expect(view('client').show(patient)).toEqual(shown);
  });
});

test.for<readonly [Role, boolean, boolean]>([
  ['provider', true, true],
  ['carer', true, true],
  ['technologist', true, false],
  ['client', false, false],
])('by terms that allow both, a %s writes: %s, and shares: %s', ([role, mayWrite, mayShare]) => {
  const { mayWrite: writes, ...rest } = view(role);
  expect([writes('Condition'), rest.mayShare]).toEqual([mayWrite, mayShare]);
  expect([writes('Patient'), writes('Consent'), writes('Observation')]).toEqual([
    false,
    false,
    false,
  ]);
});

test('two consents allow what either does, and write only by the one that says so', () => {
  const both = view('provider', [conditions, results]);
  expect([both.mayRead('Condition'), both.mayRead('Observation')]).toEqual([true, true]);
  expect([both.mayWrite('Condition'), both.mayWrite('Observation')]).toEqual([true, false]);
  expect(both.mayRead('MedicationRequest')).toBe(false);
});

test('two consents show no record that neither does alone', () => {
  const { maySee } = view('provider', [conditions, results]);
  if (maySee === 'all') throw new Error('a consent never shows all');
  expect(maySee('Condition', new Set(['hiv']))).toBe(true);
  expect(maySee('Observation', new Set(['hiv']))).toBe(false);
  expect(maySee('Condition', new Set(['hiv', 'violence']))).toBe(false);
  expect(maySee('Observation', new Set())).toBe(true);
});

test('an offer shows nothing, nor does an emergency that is about to begin', () => {
  for (const nothing of [
    view('provider', [conditions], 'offer'),
    view('provider', [], 'emergency'),
  ]) {
    expect(nothing.mayRead('Patient')).toBe(false);
    expect(nothing.show(patient)).toBeUndefined();
  }
});

test('an emergency shows everything and writes what was consented to', () => {
  const { maySee, mayRead, mayWrite, mayShare } = view('provider', [null], 'emergency');
  expect([maySee, mayRead('Claim'), mayWrite('Condition'), mayShare]).toEqual([
    'all',
    true,
    false,
    false,
  ]);
  expect(view('provider', [null, conditions], 'emergency').mayWrite('Condition')).toBe(true);
});
