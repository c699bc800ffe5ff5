import { expect, test } from 'vitest';
import { networkOf, retryAfterS } from './guess-rules.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ['1::4:5:6:7:192.0.2.33', '1:0:4:5::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a wait is told in whole seconds, until a quarter of an hour after the first', () => {
  const since = new Date('2026-01-01T12:00:00.000Z');
  expect(retryAfterS(since, since)).toBe(900);
  expect(retryAfterS(since, new Date('2026-01-01T12:14:59.500Z'))).toBe(1);
  expect(retryAfterS(since, new Date('2026-01-01T12:16:00Z'))).toBe(1);
});
