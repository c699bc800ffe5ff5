import { expect, test } from 'vitest';
import { isLastGroup, kitGroups } from './kit-text.ts';

const KIT = 'WKR1-0ABCD-EFGH1\nJKMN0-PQR10';

test('a kit is groups, whatever separates them', () => {
  expect(kitGroups(KIT)).toEqual(['WKR1', '0ABCD', 'EFGH1', 'JKMN0', 'PQR10']);
});

test.each(['PQR10', ' pqr10 ', 'PQRIO', 'pqrlo'])('the last group as %j is accepted', (typed) => {
  expect(isLastGroup(typed, KIT)).toBe(true);
});

test.each(['', 'PQR1', 'JKMN0', 'PQR11'])('%j is not the last group', (typed) => {
  expect(isLastGroup(typed, KIT)).toBe(false);
});

test('an empty kit has no last group to type', () => {
  expect(isLastGroup('', '')).toBe(false);
});
