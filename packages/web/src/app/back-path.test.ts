import { expect, test } from 'vitest';
import { backPath, backWithToken, waitingToken } from './back-path.ts';

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

test('the token of an offer waits while somebody signs in, and comes back with its page', () => {
  expect(waitingToken('/consent', 'token')).toBe('token');
  expect(backWithToken('/consent', 'token')).toBe('/consent#token');
  expect(backWithToken('/guardianship', 'token')).toBe('/guardianship#token');
});

test('a token is for the page of its link alone', () => {
  expect(waitingToken(undefined, 'invitation')).toBe('');
  expect(backWithToken('/chart', 'token')).toBe('/chart');
  expect(backWithToken('//evil.example/consent', 'token')).toBe('/');
});
