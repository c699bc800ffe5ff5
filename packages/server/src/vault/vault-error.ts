/**
 * - `wrong_passphrase`: the passphrase does not open the root key.
 * - `key_store_missing`: the database has keys under an epoch that the key store does not hold.
 * - `key_store_damaged`: a file of the key store or the root key file can't be read as what it should be.
 * - `key_store_copy_unwritable`: a directory that holds a copy of the key store can't be written; nothing was used.
 * - `provider_mismatch`: the settings name another root key than the one that the key store is wrapped by.
 * - `keys_unavailable`: the root provider does not answer, and the keys have left memory.
 * - `epoch_held`: a key is wrapped by an epoch that only the backup root and the kit open.
 * - `needs_backup_root`: the database was restored from before a rotation: it opens with the backup root, or the kit.
 * - `epoch_destroyed`: a key is wrapped by an epoch that nothing opens any more.
 * - `restriction_list_short`: the signed list of erasures and suspensions is shorter than the database’s own.
 * - `backup_root_unusable`: the file for the backup root's private half holds something else.
 * - `work_aborted`: key work was told to stop; the next run goes on.
 * - `work_unfinished`: keys are in use by transactions that do not end; the next run goes on.
 * - `person_erased`: the person's key was revoked or destroyed.
 * - `legal_hold`: the person's data may not be erased now.
 * - `wrong_kit`: a recovery kit or backup root that does not open the keys of this installation.
 * - `scope_closed`: a scope was used after its request had ended.
 */
export type VaultErrorCode =
  | 'wrong_passphrase'
  | 'key_store_missing'
  | 'key_store_damaged'
  | 'key_store_copy_unwritable'
  | 'provider_mismatch'
  | 'keys_unavailable'
  | 'epoch_held'
  | 'needs_backup_root'
  | 'epoch_destroyed'
  | 'restriction_list_short'
  | 'backup_root_unusable'
  | 'work_aborted'
  | 'work_unfinished'
  | 'person_erased'
  | 'legal_hold'
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
