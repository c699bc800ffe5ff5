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

test.each(['/sign-in?back=/chart', '/sign-in/second', '/reset', '/account/second-factor'])(
  '%s is part of the way in, and is not gone back to',
  (path) => {
    expect(backPath(path)).toBe('/');
  },
);

test('one’s own account is gone back to', () => {
  expect(backPath('/account/security')).toBe('/account/security');
});
