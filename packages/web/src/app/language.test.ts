import { expect, test } from 'vitest';
import { preferredLanguage } from './language.ts';

const storage = (value: string | null) => ({ getItem: () => value });

test.each([
  [null, ['de-AT', 'en'], 'de'],
  [null, ['fr-FR', 'de'], 'de'],
  [null, ['fr-FR'], 'en'],
  [null, [], 'en'],
  ['en', ['de-DE'], 'en'],
  ['xx', ['de-DE'], 'de'],
])('chosen %j, browser %j: %s', (chosen, browser, language) => {
  expect(preferredLanguage(storage(chosen), browser)).toBe(language);
});
