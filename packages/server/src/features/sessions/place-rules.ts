/** What is known about where somebody signs in, and about where they were before. Countries are ISO 3166-1 alpha-2. */
export interface SignInPlace {
  /** Null: no database of countries, or an address that is in none. */
  readonly country: string | null;
  /** Countries that this device was used in before; undefined for a device that was not here before. */
  readonly ofDevice: readonly string[] | undefined;
  /** Countries that any device of the account was used in; undefined before the very first device. */
  readonly ofAccount: readonly string[] | undefined;
  /** The session that the account was seen in last; undefined before the very first. */
  readonly last: { readonly country: string | null; readonly seenMsAgo: number } | undefined;
}

export type PlaceVerdict =
  | { readonly kind: 'usual' }
  | { readonly kind: 'new-country' }
  /** `from`: where they were before. */
  | { readonly kind: 'impossible-travel'; readonly from: string; readonly seenMsAgo: number };

/** Nobody is signed in here, and was over a border a moment ago. */
export const TRAVEL_MS = 2 * 60 * 60_000;

/**
 * `new-country`: none of the account's devices was ever there. `impossible-travel`: the account was seen in another
 * country less than two hours ago. A device of which no country is known yet teaches its first one, since it was here
 * before there was a database of countries.
 */
export function judgePlace(place: SignInPlace): PlaceVerdict {
  const { country, ofDevice, ofAccount, last } = place;
  if (country === null || ofAccount === undefined) return USUAL;
  const isLearning = ofDevice?.length === 0;
  if (!isLearning && !ofAccount.includes(country)) return { kind: 'new-country' };
  if (last === undefined || last.country === null || last.country === country) return USUAL;
  const { country: from, seenMsAgo } = last;
  return seenMsAgo < TRAVEL_MS ? { kind: 'impossible-travel', from, seenMsAgo } : USUAL;
}

const USUAL: PlaceVerdict = { kind: 'usual' };
