/**
 * - `wrong_passphrase`: the passphrase does not open the root key.
 * - `key_store_missing`: the database has keys under an epoch that the key store does not hold.
 * - `key_store_damaged`: a file of the key store or the root key file can't be read as what it should be.
 * - `person_erased`: the person's key was revoked or destroyed.
 * - `wrong_kit`: a recovery kit that does not open the keys of this installation.
 * - `scope_closed`: a scope was used after its request had ended.
 */
export type VaultErrorCode =
  | 'wrong_passphrase'
  | 'key_store_missing'
  | 'key_store_damaged'
  | 'person_erased'
  | 'wrong_kit'
  | 'scope_closed';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;
  constructor(code: VaultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
