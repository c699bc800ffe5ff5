import { expect, test } from 'vitest';

import { suitableVersion } from './server-requirements.ts';

const good = {
  version: 150_000,
  synchronous_commit: 'on',
  server_encoding: 'UTF8',
  date_style: 'ISO, MDY',
};

test('15 is the oldest server that is accepted', () => {
  expect(suitableVersion(good)).toBe(150_000);
});

test.each([
  ['too_old', { version: 140_019 }],
  ['unsuitable', { synchronous_commit: 'off' }],
  ['unsuitable', { server_encoding: 'SQL_ASCII' }],
  ['unsuitable', { date_style: 'German, DMY' }],
])('%s: a server with %o is refused', (code, setting) => {
  expect(() => suitableVersion({ ...good, ...setting })).toThrow(expect.objectContaining({ code }));
});
