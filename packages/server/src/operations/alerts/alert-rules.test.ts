import { ACTIONS, ALERT_RULES, OPERATOR_ACTIONS } from '@wardkeep/contract';
import { describe, expect, test } from 'vitest';
import { EVENT_RULES, SEVERITY, STATE_RULES, isOf, isToldAgain } from './alert-rules.ts';

const HOUR_MS = 3_600_000;

test('every rule of the contract watches something, and has a severity', () => {
  const watched = new Set([...EVENT_RULES, ...STATE_RULES].map(({ rule }) => rule));
  expect([...watched].toSorted()).toEqual([...ALERT_RULES].toSorted());
  expect(Object.keys(SEVERITY).toSorted()).toEqual([...ALERT_RULES].toSorted());
});

test('every action that a rule names exists, and every group has one, but for backups', () => {
  const actions: readonly string[] = [...ACTIONS, ...OPERATOR_ACTIONS];
  for (const { of } of EVENT_RULES)
    for (const name of of === 'any' ? [] : of) {
      const found = actions.filter((action) =>
        name.endsWith('.') ? action.startsWith(name) : action === name,
      );
      expect(found.length > 0 || name === 'backup.', name).toBe(true);
    }
});

test('what is counted in the database names its actions one by one', () => {
  for (const { of, atLeast } of EVENT_RULES)
    if (atLeast > 1 && of !== 'any') expect(of.filter((name) => name.endsWith('.'))).toEqual([]);
});

describe('an event', () => {
  const rulesOf = (action: string, outcome: 'success' | 'refused' | 'failed') =>
    EVENT_RULES.filter((rule) => isOf(rule, { action, outcome })).map(
      ({ rule, by }) => `${rule} ${by}`,
    );

  test.each([
    [
      'session.sign-in',
      'refused',
      [
        'sign-in-failures account',
        'sign-in-failures address',
        'sign-in-failures everybody',
        'denials actor',
      ],
    ],
    ['session.sign-in', 'success', []],
    ['chart.read', 'success', ['mass-reads actor']],
    ['chart.read', 'refused', ['denials actor']],
    ['export.de-identified', 'success', ['export actor']],
    ['export.chart', 'success', ['export actor']],
    ['export.organisation', 'success', ['export actor']],
    ['share.create', 'success', []],
    ['emergency.open', 'success', ['emergency-access actor']],
    ['emergency.open', 'refused', ['denials actor']],
    ['account.suspend', 'success', ['role-change actor']],
    ['person.suspend', 'success', ['role-change actor']],
    ['invitation.accept', 'success', ['role-change account']],
    ['keys.rotate', 'failed', ['key-work-failed everybody']],
    ['keys.rotate', 'success', []],
    ['escrow.compare', 'failed', ['escrow-mismatch everybody']],
    ['audit.check', 'failed', ['audit-fault everybody']],
  ] as const)('%s that is %s counts for %j', (action, outcome, rules) => {
    expect(rulesOf(action, outcome)).toEqual(rules);
  });
});

describe('who was told is told again', () => {
  const told = { atMs: 0, count: 10 };

  test.each([
    ['not within the hour', 'denials', { atMs: HOUR_MS - 1, count: 11 }, false],
    ['after an hour', 'denials', { atMs: HOUR_MS, count: 11 }, true],
    ['not when a warning is ten times as much', 'denials', { atMs: 1, count: 100 }, false],
    ['at once when something critical is', 'mass-reads', { atMs: 1, count: 100 }, true],
    ['not when it is nine times as much', 'mass-reads', { atMs: 1, count: 99 }, false],
  ] as const)('%s', (_title, rule, now, expected) => {
    expect(isToldAgain(rule, told, now)).toBe(expected);
  });
});
