import {
  SecretKey,
  keyIdOf,
  openValue,
  sealValue,
  unwrapKey,
  wrapKey,
  wrappedKeyIds,
  type KeyId,
  type KeyIdentity,
  type Sealed,
  type WrappedKey,
} from '@wardkeep/crypto';
import type { KeyPurpose } from '../db/schema.ts';
import { FileVault } from './file-vault.ts';
import type { PersonKeyRow } from './person-key-store.ts';
import { VaultError } from './vault-error.ts';

/**
 * One person's keys for one purpose, unlocked for one request. `close` ends it: a handler that keeps it and uses
 * it later gets `scope_closed`, not plaintext.
 */
export class PersonVault<Purpose extends KeyPurpose = KeyPurpose> {
  readonly personId: string;
  readonly purpose: Purpose;
  readonly #keys: ReadonlyMap<KeyId, SecretKey>;
  readonly #active: SecretKey;
  #open = true;

  constructor(
    personId: string,
    purpose: Purpose,
    keys: ReadonlyMap<KeyId, SecretKey>,
    active: SecretKey,
  ) {
    this.personId = personId;
    this.purpose = purpose;
    this.#keys = keys;
    this.#active = active;
  }

  /** @param name - Where the value lives, for example `Observation/<id>/3`. Authenticated: it opens nowhere else. */
  seal<T>(name: string, value: T): Sealed<T> {
    this.#refuseWhenClosed();
    return sealValue(this.#active, this.#place(name), value);
  }

  /** @throws CryptoError `not_authentic`; {@link VaultError} `person_erased` when its key is gone. */
  open<T>(name: string, sealed: Sealed<T>): T {
    this.#refuseWhenClosed();
    return openValue(this.#keyFor(keyIdOf(sealed)), this.#place(name), sealed);
  }

  /** A fresh key for one file, and its wrapped form to store beside the file's row. */
  newFile(fileId: string): { readonly file: FileVault; readonly wrapped: WrappedKey } {
    this.#refuseWhenClosed();
    const key = SecretKey.generate();
    const wrapped = wrapKey(this.#active, key, this.#fileIdentity(fileId));
    return { file: new FileVault(key, this.personId, fileId), wrapped };
  }

  openFile(fileId: string, wrapped: WrappedKey): FileVault {
    this.#refuseWhenClosed();
    const wrapping = this.#keyFor(wrappedKeyIds(wrapped).wrappingKeyId);
    return new FileVault(
      unwrapKey(wrapping, wrapped, this.#fileIdentity(fileId)),
      this.personId,
      fileId,
    );
  }

  close(): void {
    this.#open = false;
  }

  #keyFor(id: KeyId): SecretKey {
    const key = this.#keys.get(id);
    if (key === undefined)
      throw new VaultError('person_erased', 'The key of this value is not there any more.');
    return key;
  }

  #place(name: string): { purpose: string; owner: string; name: string } {
    return { purpose: this.purpose, owner: this.personId, name };
  }

  #fileIdentity(fileId: string): KeyIdentity {
    return { purpose: 'file', owner: this.personId, name: fileId };
  }

  #refuseWhenClosed(): void {
    if (!this.#open)
      throw new VaultError('scope_closed', 'A scope was used after its request had ended.');
  }
}

export function personKeyIdentity(
  row: Pick<PersonKeyRow, 'person_id' | 'purpose' | 'version'>,
): KeyIdentity {
  return { purpose: `person-${row.purpose}`, owner: row.person_id, name: `v${row.version}` };
}
