import type { KeyIdentity, SecretKey, WrappedKey } from '@wardkeep/crypto';

/**
 * Whoever holds the root key. It wraps epoch keys, a few a month, and nothing else, so a slow one (an HSM, a KMS) does.
 *
 * `unwrap` must refuse with the crypto package's `not_authentic` when the bytes are not this root's, were altered,
 * or were wrapped for another identity.
 */
export interface RootProvider {
  /** Shown to operators, for example `key file`. */
  readonly name: string;
  wrap(key: SecretKey, identity: KeyIdentity): Promise<WrappedKey>;
  unwrap(wrapped: WrappedKey, identity: KeyIdentity): Promise<SecretKey>;
}
