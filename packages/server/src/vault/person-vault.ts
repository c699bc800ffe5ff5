import {
  SecretKey,
  keyIdOf,
  openValue,
  openWanted,
  sealValue,
  unwrapKey,
  wrappedKeyIds,
  type JsonTest,
  type KeyId,
  type KeyIdentity,
  type Sealed,
  type WrappedKey,
} from '@wardkeep/crypto';
import type { KeyPurpose } from '../db/schema.ts';
import { FileVault, fileKeyIdentity } from './file-vault.ts';
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

  /** As `open`, of which only what `isWanted` comes out. */
  openWanted<T>(name: string, sealed: Sealed<T>, isWanted: JsonTest): T | undefined {
    this.#refuseWhenClosed();
    return openWanted(this.#keyFor(keyIdOf(sealed)), this.#place(name), sealed, isWanted);
  }

  /** A fresh key for one file. It is wrapped when the file is kept, which can be hours later: {@link wrapFile}. */
  newFile(fileId: string): FileVault {
    this.#refuseWhenClosed();
    return new FileVault(SecretKey.generate(), this.personId, fileId);
  }

  /** The file's key as it is stored beside the file's row, under the key version that is active in this transaction. */
  wrapFile(file: FileVault): WrappedKey {
    this.#refuseWhenClosed();
    if (file.personId !== this.personId) throw new TypeError('This file is another person’s.');
    return file.wrappedBy(this.#active);
  }

  openFile(fileId: string, wrapped: WrappedKey): FileVault {
    this.#refuseWhenClosed();
    const wrapping = this.#keyFor(wrappedKeyIds(wrapped).wrappingKeyId);
    const key = unwrapKey(wrapping, wrapped, fileKeyIdentity(this.personId, fileId));
    return new FileVault(key, this.personId, fileId);
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
