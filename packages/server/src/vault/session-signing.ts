import type { KeyObject } from 'node:crypto';
import type { RenewedName } from './service-key-names.ts';
import type { KeyPair, ServiceKeys } from './service-keys.ts';

/** RFC 7518 §3.3, §3.5; RFC 8037 with Ed25519. */
export type SessionAlgorithm = 'RS256' | 'PS256' | 'EdDSA';

export interface SessionKey {
  readonly kid: string;
  readonly algorithm: SessionAlgorithm;
  readonly publicKey: KeyObject;
}

/** A pair for each algorithm: a token that names another one than its key's is nobody's. */
const PAIR_OF = {
  RS256: 'session-signing',
  PS256: 'session-signing-ps256',
  EdDSA: 'session-signing-eddsa',
} as const satisfies Record<SessionAlgorithm, RenewedName>;

export interface SessionSigning {
  readonly algorithm: SessionAlgorithm;
  signer(): KeyPair;
  /** Those that count now, the one that signs first. */
  keys(): readonly SessionKey[];
  /** Whether what this key signed counts now. */
  counts(publicKey: KeyObject): boolean;
  /** Asks the database when no key has this name, at most once a second: another server may have made it. */
  find(kid: string): Promise<SessionKey | undefined>;
}

/**
 * The keys of access tokens, all of the chosen algorithm: what another one signed before the setting was changed counts
 * no more, and each browser refreshes its token once.
 * @throws VaultError `keys_unavailable` at each use while the keys are not in memory.
 */
export function sessionSigning(service: ServiceKeys, algorithm: SessionAlgorithm): SessionSigning {
  // Asked for at each use: while the root's provider is away, no key stays behind here.
  const keys = (): readonly SessionKey[] =>
    service
      .pairs(PAIR_OF[algorithm])
      .map(({ id, publicKey }) => ({ kid: id, algorithm, publicKey }));
  const known = (kid: string): SessionKey | undefined => keys().find((key) => key.kid === kid);
  return {
    algorithm,
    signer: () => service.pair(PAIR_OF[algorithm]),
    keys,
    // The one that signs signed nearly every token.
    counts: (publicKey) =>
      service.pair(PAIR_OF[algorithm]).publicKey === publicKey ||
      keys().some((key) => key.publicKey === publicKey),
    find: async (kid) => {
      const key = known(kid);
      if (key !== undefined) return key;
      await service.lookAgain();
      return known(kid);
    },
  };
}

/** Makes the pair of the chosen algorithm where there is none yet; before the first token is signed. */
export function prepareSessionSigning(
  service: ServiceKeys,
  algorithm: SessionAlgorithm,
): Promise<void> {
  return service.makeChosen(PAIR_OF[algorithm]);
}
