import { describe, expect, test } from 'vitest';
import { networks, plainAddress } from './networks.ts';

describe('an address', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:4711', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    [' 192.0.2.7 ', '192.0.2.7'],
  ])('%s has one spelling', (given, plain) => {
    expect(plainAddress(given)).toBe(plain);
  });

  test.each([
    undefined,
    '',
    'unknown',
    '1.2.3',
    '192.0.2.7, 10.0.0.1',
    '192.0.2.300',
    '_hidden',
    '::ffff:192.0.2.300',
    "1.2.3.4' or 1=1",
  ])('is not made of %j', (given) => {
    expect(plainAddress(given)).toBeNull();
  });
});

describe('networks', () => {
  const office = networks(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::ffff:198.51.100.0/120']);

  test.each(['10.0.0.0', '10.255.255.255', '192.0.2.7', '2001:db8:ffff::1', '198.51.100.9'])(
    'hold %s',
    (address) => {
      expect(office.has(address)).toBe(true);
    },
  );

  test.each(['9.255.255.255', '11.0.0.0', '192.0.2.8', '2001:db9::1', '198.51.101.0', null])(
    'do not hold %s',
    (address) => {
      expect(office.has(address)).toBe(false);
    },
  );

  test('of none hold nobody, and one of all bits holds everybody of its family', () => {
    expect(networks([]).has('10.0.0.1')).toBe(false);
    expect(networks(['0.0.0.0/0']).has('203.0.113.1')).toBe(true);
    expect(networks(['0.0.0.0/0']).has('2001:db8::1')).toBe(false);
  });
});
