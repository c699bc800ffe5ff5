import { expect, test } from 'vitest';
import { spoken } from './notice-rules.ts';

test.each([
  ['Anna M.', 'Anna M.'],
  ['Großmutter (Kiel)', 'Großmutter Kiel'],
  ['Dr.Weber', 'Dr. Weber'],
  ['  two\r\nlines\u2028 ', 'two lines'],
  ['see https://evil.example/x?a=1', 'see https evil. example x a 1'],
  ['mail a@evil.example', 'mail a evil. example'],
  ['evil．example', 'evil. example'],
  ['right\u202Eleft', 'right left'],
])('%j is said as %j', (label, said) => {
  expect(spoken(label)).toBe(said);
});

test('a long one is cut, and never through a character', () => {
  expect(spoken('🦉'.repeat(120))).toBe('🦉'.repeat(60));
});
