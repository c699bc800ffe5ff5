import { expect, test } from 'vitest';
import { organisationIn } from './organisation-id.ts';

const ID = '5f0c8f0e-6c62-4b1c-9d6d-0a4f5a2b7c11';

test.each([
  [ID, ID],
  [` ${ID.toUpperCase()}\n`, ID],
  [`https://records.example/people/import?organisation=${ID}`, ID],
  ['Hospital', undefined],
  [ID.slice(1), undefined],
])('of %j the organisation is %s', (text, id) => {
  expect(organisationIn(text)).toBe(id);
});
