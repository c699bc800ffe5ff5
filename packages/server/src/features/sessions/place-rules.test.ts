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

const USUAL: PlaceVerdict = { kind: 'usual' };
const NEW: PlaceVerdict = { kind: 'new-country' };

describe('where somebody signs in', () => {
  const table: readonly [string, SignInPlace, PlaceVerdict][] = [
    ['on the first device of all', first, USUAL],
    ['where they always are', known, USUAL],
    ['on a new device, where other devices are', { ...known, ofDevice: undefined }, USUAL],
    ['where only another device was', { ...known, country: 'FR', last: seen('FR', 1) }, USUAL],
    ['where no device ever was', { ...known, country: 'BR', last: seen('DE', 3000) }, NEW],
    ['the same, on a new device', { ...known, country: 'BR', ofDevice: undefined }, NEW],
    [
      'on a new device, when no country is known of the account',
      { ...known, ofDevice: undefined, ofAccount: [] },
      NEW,
    ],
    [
      'on a device that was here before countries were',
      { ...known, ofDevice: [], ofAccount: [], last: seen(null, 1) },
      USUAL,
    ],
    [
      'two hours less a moment after another country',
      { ...known, last: { country: 'FR', seenMsAgo: TRAVEL_MS - 1 } },
      { kind: 'impossible-travel', from: 'FR', seenMsAgo: TRAVEL_MS - 1 },
    ],
    [
      'two hours after another country',
      { ...known, last: { country: 'FR', seenMsAgo: TRAVEL_MS } },
      USUAL,
    ],
    [
      'on a learning device, a moment after another country',
      { ...known, ofDevice: [], last: seen('FR', 1) },
      { kind: 'impossible-travel', from: 'FR', seenMsAgo: 60_000 },
    ],
    ['after a place in no country', { ...known, last: seen(null, 1) }, USUAL],
    ['in no country', { ...known, country: null, last: seen('FR', 1) }, USUAL],
    ['in no country, on a new device', { ...known, country: null, ofDevice: undefined }, USUAL],
  ];
  test.each(table)('%s: %#', (_case, place, verdict) => {
    expect(judgePlace(place)).toEqual(verdict);
  });
});
