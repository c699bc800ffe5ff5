export const SYMMETRIC = [
  'pepper',
  'csrf',
  'tokens',
  'accounts',
  'deployment',
  'index-email',
  'index-actor',
  'index-subject',
  'index-resource-id',
  'index-counted',
  'index-person',
  'pseudonyms',
] as const;

export const PAIRS = {
  'session-signing': 'rsa-2048',
  'session-signing-ps256': 'rsa-2048',
  'session-signing-eddsa': 'ed25519',
  'share-token': 'rsa-2048',
  'audit-checkpoint': 'ed25519',
  'report-signing': 'ed25519',
  'restriction-signing': 'ed25519',
} as const;

/** Made once a setting asks for it; every other pair is there from the start. */
export const MADE_WHEN_CHOSEN: ReadonlySet<PairName> = new Set([
  'session-signing-ps256',
  'session-signing-eddsa',
] as const);

/** A new version with each epoch. One key has one algorithm for as long as it lives (RFC 8725 §3.1). */
export const RENEWED = [
  'session-signing',
  'session-signing-ps256',
  'session-signing-eddsa',
] as const satisfies readonly PairName[];

/** What the first release did not have: a database of its time gets them at the first start of this one. */
export const MADE_LATER: ReadonlySet<string> = new Set([
  'report-signing',
  'restriction-signing',
  'key-store',
  'index-counted',
  'index-person',
  'pseudonyms',
]);

/** With the year of the events after it. */
export const AUDIT_CORE = 'audit-core-';

export type SymmetricName = (typeof SYMMETRIC)[number] | `audit-core-${number}`;
export type PairName = keyof typeof PAIRS;
export type RenewedName = (typeof RENEWED)[number];
