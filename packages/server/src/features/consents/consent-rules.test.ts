import { RECORD_KINDS, SENSITIVITIES, type ConsentTerms } from '@wardkeep/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commonReach,
  consentState,
  consentTimes,
  furtherThan,
  type Reach,
} from './consent-rules.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

const BEFORE: Reach = {
  terms: { kinds: ['results', 'imaging'], sensitivities: ['hiv'], mayWrite: false, mayShare: true },
  until: later(10),
};
const with_ = (terms: Partial<ConsentTerms>, until = BEFORE.until): Reach => ({
  terms: { ...BEFORE.terms, ...terms },
  until,
});

describe('what goes further than before', () => {
  test.each<[string, Reach, readonly string[]]>([
    ['the same', BEFORE, []],
    ['fewer kinds, in another order', with_({ kinds: ['imaging'] }), []],
    ['nothing sensitive', with_({ sensitivities: [] }), []],
    ['no sharing, and an earlier end', with_({ mayShare: false }, later(1)), []],
    ['another kind instead', with_({ kinds: ['results', 'claims'] }), ['terms.kinds']],
    ['two more kinds', with_({ kinds: ['claims', 'other'] }), ['terms.kinds']],
    ['another sensitivity', with_({ sensitivities: ['hiv', 'genetics'] }), ['terms.sensitivities']],
    ['writing', with_({ mayWrite: true }), ['terms.mayWrite']],
    ['a later end', with_({}, later(11)), ['until']],
    ['no end', with_({}, null), ['until']],
  ])('%s', (_name, after, paths) => {
    expect(furtherThan(after, BEFORE)).toEqual(paths);
  });

  test('sharing is, where it was not allowed', () => {
    expect(furtherThan(BEFORE, with_({ mayShare: false }))).toEqual(['terms.mayShare']);
  });

  test('nothing is later than no end', () => {
    expect(furtherThan(with_({}, later(1)), with_({}, null))).toEqual([]);
    expect(furtherThan(with_({}, null), with_({}, null))).toEqual([]);
  });
});

const reaches: fc.Arbitrary<Reach> = fc.record({
  terms: fc.record({
    kinds: fc.subarray([...RECORD_KINDS], { minLength: 1 }),
    sensitivities: fc.subarray([...SENSITIVITIES]),
    mayWrite: fc.boolean(),
    mayShare: fc.boolean(),
  }),
  until: fc.option(fc.integer({ min: 1, max: 5 }).map(later)),
});

test('what two have in common goes further than neither, and leaves out nothing that both allow', () => {
  fc.assert(
    fc.property(reaches, reaches, (one, other) => {
      const common = commonReach(one, other);
      const kinds = one.terms.kinds.filter((kind) => other.terms.kinds.includes(kind));
      expect(common?.terms.kinds ?? []).toEqual(kinds);
      if (common === null) return;
      expect(furtherThan(common, one)).toEqual([]);
      expect(furtherThan(common, other)).toEqual([]);
      expect(common.terms.mayWrite).toBe(one.terms.mayWrite && other.terms.mayWrite);
      expect(common.terms.mayShare).toBe(one.terms.mayShare && other.terms.mayShare);
      expect([one.until, other.until]).toContain(common.until);
    }),
  );
});

describe('its state', () => {
  const row = { state: 'active', validUntil: later(1), createdAt: NOW } as const;
  test.each([
    ['active', row, NOW, 'active'],
    ['active', row, later(1), 'expired'],
    ['active', { ...row, validUntil: null }, later(3650), 'active'],
    ['offered', { ...row, state: 'offered', validUntil: null }, later(6.9), 'offered'],
    ['offered', { ...row, state: 'offered', validUntil: null }, later(7), 'expired'],
    ['offered', { ...row, state: 'offered' }, later(1), 'expired'],
    ['revoked', { ...row, state: 'revoked' }, later(2), 'revoked'],
  ] as const)('%s', (_name, grant, now, state) => {
    expect(consentState(grant, now)).toBe(state);
  });
});

describe('its times', () => {
  test('a beginning that is past is now', () => {
    const times = consentTimes({ from: later(-5), until: null }, NOW, 10);
    expect(times).toEqual({ kind: 'times', from: NOW, until: null });
  });

  test.each([
    ['until', { until: NOW }],
    ['until', { from: later(2), until: later(2) }],
    ['until', { until: later(10.1) }],
    ['from', { from: later(10.1), until: null }],
  ])('a wrong %s', (path, asked) => {
    expect(consentTimes(asked, NOW, 10)).toMatchObject({ kind: 'wrong', path });
  });
});
