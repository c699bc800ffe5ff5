/** A key hierarchy on a real database and real directories, for the tests of this folder. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { PersonId } from '@wardkeep/contract';
import { SecretKey, type RootProvider, unwrapKey, wrapKey, asWrappedKey } from '@wardkeep/crypto';
import type { Sealed } from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import { queries } from '../db/queries.ts';
import { silentLog, temporaryDirectory, type TemporaryDirectory } from './index.ts';
import { openKeyStore, type KeyStore } from '../vault/key-store.ts';
import { ringOf } from '../vault/key-ring.ts';
import type { PersonKeyRow } from '../vault/person-key-store.ts';
import { openVault, type Vault, type VaultOptions } from '../vault/vault.ts';

export interface TestKeys {
  readonly directory: TemporaryDirectory;
  readonly directories: readonly string[];
  readonly store: KeyStore;
  readonly backupRootFile: string;
  readonly clock: { now: Date };
  open(provider: RootProvider, options?: Partial<VaultOptions>): Promise<Vault>;
  /** Closes what was opened and empties the tables. */
  remove(): Promise<void>;
}

export interface TestPerson {
  readonly personId: PersonId;
  readonly sealed: Sealed<unknown>;
}

/** A root key in memory whose answers a test can take away. */
export class TestProvider implements RootProvider {
  readonly name = 'environment';
  readonly reference: string;
  readonly #root = SecretKey.generate();
  mode: 'answers' | 'fails' | 'hangs' = 'answers';
  isClosed = false;

  constructor() {
    this.reference = this.#root.id;
  }

  async wrap(key: SecretKey, identity: Parameters<RootProvider['wrap']>[1]): Promise<Uint8Array> {
    await this.#answer();
    return wrapKey(this.#root, key, identity);
  }

  async unwrap(
    wrapped: Uint8Array,
    identity: Parameters<RootProvider['unwrap']>[1],
  ): Promise<SecretKey> {
    await this.#answer();
    return unwrapKey(this.#root, asWrappedKey(wrapped), identity);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }

  #answer(): Promise<void> {
    if (this.mode === 'fails') return Promise.reject(new Error('no connection'));
    return this.mode === 'hangs' ? new Promise(() => undefined) : Promise.resolve();
  }
}

export async function testKeys(db: Database): Promise<TestKeys> {
  const directory = await temporaryDirectory();
  const directories = ['store', 'copy'].map((name) => path.join(directory.path, name));
  const backupRootFile = path.join(directory.path, 'backup-root.txt');
  const clock = { now: new Date('2026-11-22T12:00:00Z') };
  const opened: Vault[] = [];
  await emptyTables(db);
  return {
    directory,
    directories,
    store: openKeyStore(directories, silentLog),
    backupRootFile,
    clock,
    open: async (provider, options = {}) => {
      const vault = await openVault({
        provider,
        keyStore: openKeyStore(directories, silentLog),
        db,
        mayCreateEpoch: true,
        backupRootFile,
        backupRetentionDays: 32,
        keyCacheMinutes: 15,
        now: () => clock.now,
        databaseNow: () => Promise.resolve(clock.now),
        log: silentLog,
        ...options,
      });
      opened.push(vault);
      return vault;
    },
    remove: async () => {
      for (const vault of opened) await vault.close();
      await directory.remove();
    },
  };
}

/** Makes a person and seals something under the person's chart key. */
export async function newPerson(vault: Vault): Promise<TestPerson> {
  const { db } = ringOf(vault);
  const personId = PersonId.parse(randomUUID());
  const rows = await db.transaction(async (tx) => {
    await vault.createPerson(tx, personId);
    return vault.readKeys(tx, [personId], ['chart']);
  });
  const sealed = vault.unlock(rows, personId, 'chart')?.seal('Basic/1/1', { of: personId });
  if (sealed === undefined) throw new Error('a new person has no chart key');
  return { personId, sealed };
}

export function readRows(vault: Vault, personId: string): Promise<readonly PersonKeyRow[]> {
  return ringOf(vault).db.transaction((tx) =>
    vault.readKeys(tx, [personId], ['account', 'chart', 'audit']),
  );
}

/** What the person's value opens to now. */
export async function openAgain(vault: Vault, { personId, sealed }: TestPerson): Promise<unknown> {
  const rows = await readRows(vault, personId);
  return vault.unlock(rows, personId, 'chart')?.open('Basic/1/1', sealed);
}

async function emptyTables(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const query = queries(tx);
    await query.deleteFrom('person_key').execute();
    await query.deleteFrom('person').execute();
    await query.deleteFrom('service_key').execute();
    await query.deleteFrom('deployment').execute();
    await query
      .insertInto('deployment')
      .values({
        installation_id: randomUUID(),
        set_up_at: null,
        recovery_confirmed_at: null,
        recovery_confirmed_fingerprint: null,
      })
      .execute();
  });
}
