import { PersonId } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { checkResult } from './check-rules.ts';

const A = PersonId.parse('11111111-1111-4111-8111-111111111111');
const B = PersonId.parse('22222222-2222-4222-8222-222222222222');
const grant = (patientId: PersonId, grantId: string, version = 1) => ({
  patientId,
  grantId,
  version,
});

test('the same grants at the same versions are the same, in any order', () => {
  const known = [grant(A, 'one'), grant(A, 'two'), grant(B, 'three')];
  expect(checkResult(A, known, [grant(A, 'two'), grant(A, 'one')])).toBe('same');
});

test('a chart to which no grant is left has ended, whatever else is there', () => {
  expect(checkResult(A, [grant(A, 'one')], [grant(B, 'three')])).toBe('ended');
  expect(checkResult(A, [grant(A, 'one')], [])).toBe('ended');
});

test.each([
  ['a new version', [grant(A, 'one', 2)]],
  ['one grant of two gone', [grant(A, 'two')]],
  ['another grant instead', [grant(A, 'four')]],
])('%s is a change', (_, now) => {
  expect(checkResult(A, [grant(A, 'one'), grant(A, 'two')], now)).toBe('changed');
});
