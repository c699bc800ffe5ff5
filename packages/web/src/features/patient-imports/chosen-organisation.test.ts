import { expect, test } from 'vitest';
import { chosenOrganisation } from './chosen-organisation.ts';

const one = { organisationId: 'a', name: 'Practice' };
const other = { organisationId: 'b', name: 'Hospital' };

test('whoever works in one organisation has it chosen already', () => {
  expect(chosenOrganisation([one], undefined)).toBe('a');
  expect(chosenOrganisation([one], 'elsewhere')).toBe('a');
});

test('of several the one that a link names is chosen, and none of itself', () => {
  expect(chosenOrganisation([one, other], 'b')).toBe('b');
  expect(chosenOrganisation([one, other], undefined)).toBeUndefined();
  expect(chosenOrganisation([one, other], 'elsewhere')).toBeUndefined();
  expect(chosenOrganisation([], 'b')).toBeUndefined();
});
