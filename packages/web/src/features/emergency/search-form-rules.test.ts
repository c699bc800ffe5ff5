import { expect, test } from 'vitest';
import { NO_SEARCH, type SearchForm, bodyOf, faultsOf } from './search-form-rules.ts';

const TODAY = '2026-11-22';
const NAMED: SearchForm = {
  ...NO_SEARCH,
  given: ' Demo ',
  family: 'Patient',
  birthDate: '1980-02-29',
  reason: 'life-threatening',
  words: ' Brought in unconscious. ',
};

test('an empty form lacks everything of the way that is chosen, and nothing of the other', () => {
  expect(faultsOf(NO_SEARCH, TODAY)).toEqual(['given', 'family', 'birthDate', 'reason', 'words']);
  const byNumber: SearchForm = { ...NO_SEARCH, by: 'identifier' };
  expect(faultsOf(byNumber, TODAY)).toEqual(['value', 'reason', 'words']);
});

test('what is sent is what was typed, without the spaces around it', () => {
  expect(bodyOf(NAMED, TODAY)).toEqual({
    search: {
      by: 'name-and-birth-date',
      given: 'Demo',
      family: 'Patient',
      birthDate: '1980-02-29',
    },
    reason: 'life-threatening',
    words: 'Brought in unconscious.',
  });
  expect(bodyOf({ ...NAMED, by: 'identifier', value: ' A-17 ' }, TODAY)?.search).toEqual({
    by: 'identifier',
    value: 'A-17',
  });
});

test.each([
  ['nobody is born tomorrow', { birthDate: '2026-11-23' }, 'birthDate'],
  ['half a date is none', { birthDate: '1980-02' }, 'birthDate'],
  ['a word is no reason', { words: 'urgent' }, 'words'],
  ['spaces are no name', { family: '   ' }, 'family'],
])('%s', (_, change, fault) => {
  const form = { ...NAMED, ...change };
  expect(faultsOf(form, TODAY)).toEqual([fault]);
  expect(bodyOf(form, TODAY)).toBeNull();
});

test('somebody born today can be found', () => {
  expect(faultsOf({ ...NAMED, birthDate: TODAY }, TODAY)).toEqual([]);
});
