import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BlockList, isIP } from 'node:net';
import path from 'node:path';
import { Reader, type Response } from 'mmdb-lib';
import { ConfigError } from '../config/read-config.ts';
import { plainAddress, type Places } from '../gate/index.ts';

/**
 * Countries from a file on this machine, read whole into memory at the start.
 * @param file - An MMDB; undefined for the one from npm, `off` for none.
 * @throws {@link ConfigError} when the file that the setting names can't be read, or is no database of countries.
 */
export function countryDatabase(file: string | undefined): Places {
  if (file === 'off') return NOWHERE;
  const chosen = file === undefined ? fileFromNpm() : path.resolve(file);
  if (chosen === undefined) return NOWHERE;
  const reader = openDatabase(chosen);
  return {
    asOf: reader.metadata.buildEpoch,
    countryOf: (address) => {
      const plain = publicAddress(address);
      return plain === undefined ? null : countryIn(reader.get(plain));
    },
  };
}

/** Without a database no place is ever new. */
const NOWHERE: Places = { asOf: null, countryOf: () => null };
const PACKAGE = '@ip-location-db/geo-whois-asn-country-mmdb';

/** CC0. @returns undefined where it was not installed. */
function fileFromNpm(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    const file = path.join(path.dirname(manifest), 'geo-whois-asn-country.mmdb');
    return existsSync(file) ? file : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')
      return undefined;
    throw error;
  }
}

function openDatabase(file: string): Reader<Response> {
  try {
    const reader = new Reader<Response>(readFileSync(file));
    // A file that was cut off has its metadata or its tree elsewhere; this fails then, and not at a sign-in.
    for (const address of ['1.1.1.1', '203.0.113.1', '2001:4860:4860::8888']) reader.get(address);
    if (!Number.isFinite(reader.metadata.buildEpoch.getTime())) throw new Error('no build epoch');
    return reader;
  } catch (cause) {
    throw new ConfigError(
      'WARDKEEP_COUNTRY_DATABASE: the file can’t be read, or is no MMDB that tells countries. Put it right, or set it to off.',
      { cause },
    );
  }
}

/** Whatever addresses the lists of countries give to somebody, these are nobody's in particular (RFC 6890). */
const SPECIAL = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv6');

/** @returns undefined for what is no address, or one of no public network. */
function publicAddress(address: string | null): string | undefined {
  const plain = plainAddress(address ?? undefined);
  if (plain === null) return undefined;
  return SPECIAL.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6') ? undefined : plain;
}

/** `country_code` in what is from npm, `country.iso_code` in what follows MaxMind's layout. */
function countryIn(entry: unknown): string | null {
  if (typeof entry !== 'object' || entry === null) return null;
  if ('country_code' in entry) return asCode(entry.country_code);
  if (!('country' in entry)) return null;
  const { country } = entry;
  return typeof country === 'object' && country !== null && 'iso_code' in country
    ? asCode(country.iso_code)
    : null;
}

function asCode(code: unknown): string | null {
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
}
