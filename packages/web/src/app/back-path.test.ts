import { expect, test } from 'vitest';
import { backPath } from './back-path.ts';

test.each(['/chart', '/records/Condition/a?x=1', '/'])('%s is gone back to', (path) => {
  expect(backPath(path)).toBe(path);
});

test.each([undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'chart'])(
  '%j leads to the start, not away',
  (path) => {
    expect(backPath(path)).toBe('/');
  },
);

test('a page for guests is not gone back to', () => {
  expect(backPath('/sign-in?back=/chart')).toBe('/');
});
