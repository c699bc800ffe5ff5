import { expect, test } from 'vitest';
import { handlingOf, ifMatchOf, isUnchanged, returnedOf } from './fhir-header-rules.ts';

test.each([
  ['return=minimal', 'minimal'],
  ['respond-async, return=representation', 'representation'],
  ['handling=lenient; return="OperationOutcome"', 'OperationOutcome'],
  ['return=minimalist', undefined],
  ['noreturn=minimal', undefined],
  [undefined, undefined],
])('Prefer %s asks for %s', (prefer, returned) => {
  expect(returnedOf({ prefer })).toBe(returned);
});

test('only who asks for it has parameters passed over', () => {
  expect(handlingOf({ prefer: 'handling=lenient' })).toBe('lenient');
  expect(handlingOf({ prefer: 'handling=strict' })).toBe('strict');
  expect(handlingOf({})).toBe('strict');
});

test.each([
  ['W/"3"', 3],
  ['"3"', 3],
  ['*', undefined],
  [undefined, undefined],
])('If-Match %s names version %s', (ifMatch, version) => {
  expect(ifMatchOf(ifMatch)).toBe(version);
});

test.each(['3', 'W/3', 'W/"a"', 'W/"1", W/"2"', ''])('If-Match %s is refused', (ifMatch) => {
  expect(() => ifMatchOf(ifMatch)).toThrow('not as it must be');
});

test('the ETag decides before the date, which is one of whole seconds', () => {
  const there = { version: 2, updatedAt: new Date('2026-01-01T00:00:00.900Z') };
  const now = 'Thu, 01 Jan 2026 00:00:00 GMT';
  expect(isUnchanged({ ifNoneMatch: 'W/"1", W/"2"' }, there)).toBe(true);
  expect(isUnchanged({ ifNoneMatch: 'W/"1"', ifModifiedSince: now }, there)).toBe(false);
  expect(isUnchanged({ ifModifiedSince: now }, there)).toBe(true);
  expect(isUnchanged({ ifModifiedSince: 'Wed, 31 Dec 2025 23:59:59 GMT' }, there)).toBe(false);
  expect(isUnchanged({ ifModifiedSince: 'nonsense' }, there)).toBe(false);
  expect(isUnchanged({}, there)).toBe(false);
});
