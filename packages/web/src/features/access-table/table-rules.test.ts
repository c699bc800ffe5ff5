import { ACTIONS } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { type AccessRow, byArea, isAction, isWay, rowsMatching, rowsOf } from './table-rules.ts';

const row = (action: string, more: Partial<AccessRow> = {}): AccessRow => ({
  action,
  by: {},
  anyone: false,
  shareLink: false,
  fresh: false,
  ...more,
});
const ROWS = [
  row('chart.read', { by: { provider: ['consent'], patient: ['self'] } }),
  row('session.sign-in', { anyone: true }),
  row('emergency.open', { by: { provider: ['search'] } }),
  row('telepathy.begin'),
];
const names = (rows: readonly AccessRow[]) => rows.map(({ action }) => action);

test('every action is in one area, also one that this page does not know', () => {
  const areas = byArea([...ACTIONS.map((action) => row(action)), row('telepathy.begin')]);
  expect(areas.flatMap(({ rows }) => rows)).toHaveLength(ACTIONS.length + 1);
  const system = areas.find(({ area }) => area === 'system')?.rows ?? [];
  expect(names(system).filter((action) => !/^(recovery|system)\./.test(action))).toEqual([
    'telepathy.begin',
  ]);
});

test('an area without rows is not there', () => {
  expect(byArea(ROWS).map(({ area }) => area)).toEqual([
    'charts',
    'emergencies',
    'accounts',
    'system',
  ]);
});

test.each([
  ['open', ['emergency.open']],
  ['EMERGENCY words', ['emergency.open']],
  ['', names(ROWS)],
  ['words chart read', ['chart.read']],
])('%j finds %j', (wanted, found) => {
  expect(names(rowsMatching(ROWS, wanted, () => 'Some Words'))).toEqual(found);
});

test('a role’s own list has what it may, and what anybody may', () => {
  expect(names(rowsOf(ROWS, 'provider'))).toEqual([
    'chart.read',
    'session.sign-in',
    'emergency.open',
  ]);
  expect(names(rowsOf(ROWS, 'client'))).toEqual(['session.sign-in']);
});

test('what the server names and this page does not know is told apart', () => {
  expect([isWay('guardian'), isWay('telepathy')]).toEqual([true, false]);
  expect([isAction('chart.read'), isAction('telepathy.begin')]).toEqual([true, false]);
});
