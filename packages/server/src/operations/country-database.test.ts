import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { readConfig } from '../config/read-config.ts';
import { startWardkeep } from '../start-wardkeep.ts';
import {
  createTestDatabase,
  temporaryDirectory,
  type TemporaryDirectory,
} from '../testing/index.ts';
import { connectionString } from '../testing/test-server.ts';
import { countryDatabase } from './country-database.ts';

const fromNpm = path.join(
  path.dirname(
    createRequire(import.meta.url).resolve(
      '@ip-location-db/geo-whois-asn-country-mmdb/package.json',
    ),
  ),
  'geo-whois-asn-country.mmdb',
);

let directory: TemporaryDirectory;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

const written = (name: string, bytes: Buffer): string => {
  const file = path.join(directory.path, name);
  writeFileSync(file, bytes);
  return file;
};

describe('the database of countries', () => {
  test('tells countries of IPv4 and IPv6 addresses, and how old it is', () => {
    const { asOf, countryOf } = countryDatabase(undefined);
    expect(asOf?.getTime()).toBeGreaterThan(Date.UTC(2025, 0));
    expect(countryOf('8.8.8.8')).toBe('US');
    expect(countryOf('193.99.144.85')).toBe('DE');
    expect(countryOf('2a02:2e0:3fe:1001:7777:772e:2:85')).toBe('DE');
    expect(countryOf('::ffff:193.99.144.85')).toBe('DE');
  });

  test.each([
    null,
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '172.16.5.5',
    '192.168.3.4',
    '100.64.0.1',
    '169.254.1.1',
    '203.0.113.5',
    '::ffff:192.168.3.4',
    '::ffff:a00:1',
    'fe80::1%eth0',
    'fd00::1',
    '2001:db8::1',
    '2002:808:808::1',
    '224.0.0.1',
    'nonsense',
    '1.2.3',
    '',
  ])('%s is in no country', (address) => {
    expect(countryDatabase(undefined).countryOf(address)).toBeNull();
  });

  test('off means that nothing is told, and that this shows', () => {
    const { asOf, countryOf } = countryDatabase('off');
    expect([asOf, countryOf('8.8.8.8')]).toEqual([null, null]);
  });

  test('in another place works as well', () => {
    const copy = written('copy.mmdb', readFileSync(fromNpm));
    expect(countryDatabase(copy).countryOf('8.8.8.8')).toBe('US');
  });

  test('that is missing, empty, no MMDB or cut off is refused, naming the setting', () => {
    const whole = readFileSync(fromNpm);
    const broken = [
      path.join(directory.path, 'none.mmdb'),
      directory.path,
      written('empty.mmdb', Buffer.alloc(0)),
      written('text.mmdb', Buffer.from('no database')),
      written('head.mmdb', whole.subarray(0, 1_000_000)),
      written('tail.mmdb', whole.subarray(-1_000_000)),
    ];
    for (const file of broken)
      expect(() => countryDatabase(file), file).toThrow(/WARDKEEP_COUNTRY_DATABASE/);
  });

  test('that is broken refuses the start of the server', async () => {
    const database = await createTestDatabase();
    const config = readConfig({
      WARDKEEP_PORT: '0',
      WARDKEEP_HOST: '127.0.0.1',
      WARDKEEP_DATA_DIR: path.join(directory.path, 'data'),
      XDG_CONFIG_HOME: path.join(directory.path, 'config'),
      DATABASE_URL: connectionString(database.settings),
      WARDKEEP_COUNTRY_DATABASE: written('broken.mmdb', Buffer.from('broken')),
    });
    await expect(startWardkeep(config, pino({ level: 'silent' }))).rejects.toThrow(
      /WARDKEEP_COUNTRY_DATABASE/,
    );
    await database.drop();
  });
});
