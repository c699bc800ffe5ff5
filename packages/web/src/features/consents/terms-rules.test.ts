import { expect, test } from 'vitest';
import { type Allowed, FIRST_TERMS, common, isNothing, surplus, termsFor } from './terms-rules.ts';

const YEAR: Allowed = { terms: FIRST_TERMS, until: '2027-11-22T22:59:59.000Z' };
const LESS: Allowed = {
  terms: { kinds: ['allergies'], sensitivities: [], mayWrite: false, mayShare: false },
  until: '2027-01-01T00:00:00.000Z',
};
const OTHER: Allowed = {
  terms: {
    kinds: ['allergies', 'imaging'],
    sensitivities: ['hiv'],
    mayWrite: true,
    mayShare: true,
  },
  until: null,
};

test('sensitive records, writing and sharing are off unless somebody turns them on', () => {
  expect(FIRST_TERMS).toMatchObject({ sensitivities: [], mayWrite: false, mayShare: false });
});

test('a client neither adds nor shares, a technologist does not share, whatever was granted', () => {
  const all = { ...FIRST_TERMS, mayWrite: true, mayShare: true };
  expect(termsFor('client', all)).toEqual(FIRST_TERMS);
  expect(termsFor('technologist', all)).toEqual({ ...FIRST_TERMS, mayWrite: true });
  expect(termsFor('carer', all)).toBe(all);
  expect(termsFor(null, all)).toBe(all);
});

test('what stays as it is, adds nothing and takes nothing', () => {
  expect(isNothing(surplus(YEAR, YEAR))).toBe(true);
  expect(isNothing(surplus(LESS, YEAR))).toBe(true);
});

test.each([
  ['time alone', { ...LESS, until: null }],
  ['one kind', { ...LESS, terms: { ...LESS.terms, kinds: ['allergies', 'results'] } }],
  ['one sensitivity', { ...LESS, terms: { ...LESS.terms, sensitivities: ['hiv'] } }],
  ['writing', { ...LESS, terms: { ...LESS.terms, mayWrite: true } }],
  ['sharing', { ...LESS, terms: { ...LESS.terms, mayShare: true } }],
] as const)('%s more is more', (_, more) => {
  expect(isNothing(surplus(more as Allowed, LESS))).toBe(false); // `as`: readonly from `as const`
});

test('a change that takes and adds is told by both parts', () => {
  expect(surplus(OTHER, YEAR)).toEqual({
    kinds: [],
    sensitivities: ['hiv'],
    mayWrite: true,
    mayShare: true,
    time: true,
  });
  expect(surplus(YEAR, OTHER).kinds).not.toContain('imaging');
  expect(surplus(YEAR, OTHER).kinds).toContain('results');
});

test('what both allow is in neither surplus', () => {
  const both = common(YEAR, OTHER);
  expect(both).toEqual({
    terms: {
      kinds: ['allergies', 'imaging'],
      sensitivities: [],
      mayWrite: false,
      mayShare: false,
    },
    until: YEAR.until,
  });
  expect(isNothing(surplus(both, YEAR))).toBe(true);
  expect(isNothing(surplus(both, OTHER))).toBe(true);
});
