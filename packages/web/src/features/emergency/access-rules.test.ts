import { expect, test } from 'vitest';
import { isOpen, mayDispute, reviewStateOf, unseen } from './access-rules.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const FACTS = {
  openedAt: '2026-11-22T11:30:00Z',
  until: '2026-11-22T12:30:00Z',
  endedAt: null,
  disputedAt: null,
  reviewedAt: null,
  outcome: null,
};
const AT = '2026-11-22T11:45:00Z';

test.each([
  ['waiting', {}, true],
  ['disputed', { disputedAt: AT }, false],
  ['justified', { reviewedAt: AT, outcome: 'justified' as const }, true],
  ['not-justified', { disputedAt: AT, reviewedAt: AT, outcome: 'not-justified' as const }, true],
  ['misuse', { reviewedAt: AT, outcome: 'misuse' as const }, false],
])('%s: and whether the patient may say no', (state, change, may) => {
  const facts = { ...FACTS, ...change };
  expect([reviewStateOf(facts), mayDispute(facts)]).toEqual([state, may]);
});

test('it is open until its time is over, or somebody ended it', () => {
  expect(isOpen(FACTS, NOW)).toBe(true);
  expect(isOpen({ ...FACTS, endedAt: AT }, NOW)).toBe(false);
  expect(isOpen(FACTS, new Date(FACTS.until))).toBe(false);
});

test('news are those of two weeks that were not looked at yet', () => {
  const access = (grantId: string, openedAt: string) => ({ grantId, openedAt });
  const accesses = [
    access('new', '2026-11-21T12:00:00Z'),
    access('looked-at', '2026-11-21T12:00:00Z'),
    access('old', '2026-11-08T12:00:00Z'),
  ];
  expect(unseen(accesses, new Set(['looked-at']), NOW).map(({ grantId }) => grantId)).toEqual([
    'new',
  ]);
});
