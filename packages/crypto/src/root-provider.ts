import type { KeyIdentity } from './key-commitment.ts';
import type { SecretKey } from './secret-key.ts';

/** Where a root key lives: the one part of the hierarchy that this process may never see. */
export interface RootProvider {
  readonly name:
    | 'key-file'
    | 'environment'
    | 'pkcs11'
    | 'aws-kms'
    | 'gcp-kms'
    | 'azure-key-vault'
    | 'vault-transit';

  /** Which key: an ARN, a label, an id. No secret; shown to operators. */
  readonly reference: string;

  /**
   * Seals `key` under the root, bound to its identity (docs/formats/root-wrap.md).
   *
   * @throws {@link CryptoError} `provider_unavailable`, `provider_denied`, `bad_input`,
   * `key_destroyed`.
   */
  wrap(key: SecretKey, identity: KeyIdentity): Promise<Uint8Array>;

  /**
   * @throws {@link CryptoError} `not_authentic` unless this root wrapped the key for this identity,
   * `bad_format`, `provider_unavailable`, `provider_denied`.
   */
  unwrap(wrapped: Uint8Array, identity: KeyIdentity): Promise<SecretKey>;

  /** Ends connections and sessions. The provider answers nothing afterwards. */
  close(): Promise<void>;
}
