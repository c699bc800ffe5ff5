import { ownerWords } from '@wardkeep/contract';
import { expect, test } from 'vitest';
import { createEstimate } from './strength-estimate.ts';
import { gradeOf, hasRightLength, passwordLetters } from './strength-rules.ts';

const estimate = createEstimate();

test.each([
  ['passwordpassword1', 'refused', null],
  ['qwertyuiopasdfgh', 'refused', 'like-common'],
  ['aaaaaaaaaaaaaaaa', 'refused', 'repeats'],
  ['abcdefghijklmnopq', 'refused', 'sequence'],
  ['Sommer2024Sommer2024', 'refused', null],
])('%s is %s', (password, grade, weakness) => {
  const strength = estimate(password, []);
  expect(gradeOf(strength)).toBe(grade);
  if (weakness) expect(strength.weakness).toBe(weakness);
});

test.each(['lantern gravel otter choir', 'Brunnen Seife Kranich Ofen', 'kX9#vQ2mZr7!tB4w'])(
  '%s is not refused, and nothing is said against it',
  (password) => {
    const strength = estimate(password, []);
    expect(gradeOf(strength)).not.toBe('refused');
    expect(strength.weakness).toBeNull();
  },
);

test('what is made of its owner is refused for that, and only with that owner', () => {
  const password = 'dillensworth kestrel';
  const words = ownerWords('Kestrel Dillensworth', 'k.dillensworth@example.org');
  expect(estimate(password, words)).toEqual({ guessesLog10: 0, weakness: 'personal' });
  expect(gradeOf(estimate(password, []))).not.toBe('refused');
});

test('a name among words of its own is no fault', () => {
  expect(estimate('kestrel lantern gravel', ownerWords('Kestrel')).weakness).toBeNull();
});

test('the words of an owner are those of the name and the address, without the short ones', () => {
  expect(ownerWords('Åsa Öberg', 'o.berg@example.org')).toEqual([
    'wardkeep',
    'example',
    'öberg',
    'berg',
    'åsa',
    'org',
  ]);
});

test('a letter of several code units counts once, as on the server', () => {
  expect(passwordLetters('🔑'.repeat(15))).toBe(15);
  expect(passwordLetters('u\u0308')).toBe(1);
});

test.each([
  [11, 12, false],
  [12, 12, true],
  [14, 15, false],
  [15, 15, true],
  [256, 15, true],
  [257, 15, false],
])('%d letters where %d are asked for: %j', (letters, least, right) => {
  expect(hasRightLength('x'.repeat(letters), least)).toBe(right);
});
