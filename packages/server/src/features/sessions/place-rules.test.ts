import { describe, expect, test } from 'vitest';
import { TRAVEL_MS, judgePlace, type PlaceVerdict, type SignInPlace } from './place-rules.ts';

const seen = (country: string | null, minutesAgo: number): SignInPlace['last'] => ({
  country,
  seenMsAgo: minutesAgo * 60_000,
});
const first: SignInPlace = {
  country: 'DE',
  ofDevice: undefined,
  ofAccount: undefined,
  last: undefined,
};
const known: SignInPlace = {
  country: 'DE',
  ofDevice: ['DE'],
  ofAccount: ['DE', 'FR'],
  last: seen('DE', 10),
};

describe('where somebody signs in', () => {
  const table: readonly [string, SignInPlace, PlaceVerdict][] = [
    ['on the first device of all', first, 'usual'],
    ['where they always are', known, 'usual'],
    ['on a new device, where other devices are', { ...known, ofDevice: undefined }, 'usual'],
    ['where only another device was', { ...known, country: 'FR', last: seen('FR', 1) }, 'usual'],
    [
      'where no device ever was',
      { ...known, country: 'BR', last: seen('DE', 3000) },
      'new-country',
    ],
    ['the same, on a new device', { ...known, country: 'BR', ofDevice: undefined }, 'new-country'],
    [
      'on a new device, when no country is known of the account',
      { ...known, ofDevice: undefined, ofAccount: [] },
      'new-country',
    ],
    [
      'on a device that was here before countries were',
      { ...known, ofDevice: [], ofAccount: [], last: seen(null, 1) },
      'usual',
    ],
    [
      'two hours less a moment after another country',
      { ...known, last: { country: 'FR', seenMsAgo: TRAVEL_MS - 1 } },
      'impossible-travel',
    ],
    [
      'two hours after another country',
      { ...known, last: { country: 'FR', seenMsAgo: TRAVEL_MS } },
      'usual',
    ],
    [
      'on a learning device, a moment after another country',
      { ...known, ofDevice: [], last: seen('FR', 1) },
      'impossible-travel',
    ],
    ['after a place in no country', { ...known, last: seen(null, 1) }, 'usual'],
    ['in no country', { ...known, country: null, last: seen('FR', 1) }, 'usual'],
    ['in no country, on a new device', { ...known, country: null, ofDevice: undefined }, 'usual'],
  ];
  test.each(table)('%s: %#', (_case, place, verdict) => {
    expect(judgePlace(place)).toBe(verdict);
  });
});
