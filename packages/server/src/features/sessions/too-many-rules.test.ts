import { expect, test } from 'vitest';
import { tooMany } from './too-many-rules.ts';

const sessions = (...methods: readonly string[]) =>
  methods.map((each, index) => ({ sessionId: `${index}`, methods: each }));

test('the oldest beyond the limit end, and none within it', () => {
  const patient = { role: 'patient', secondFactor: 'none', most: 2 } as const;
  expect(tooMany(sessions('password', 'password'), patient)).toEqual([]);
  expect(tooMany(sessions('password', 'passkey', 'password', 'password'), patient)).toEqual([
    '2',
    '3',
  ]);
});

test('half sessions end no whole one, nor the other way round', () => {
  const staff = { role: 'provider', secondFactor: 'required', most: 1 } as const;
  const both = sessions('password', 'password', 'password+totp', 'password');
  expect(tooMany(both, staff)).toEqual(['1', '3']);
  expect(tooMany(sessions('passkey', 'password', 'password+totp'), staff)).toEqual(['2']);
});
