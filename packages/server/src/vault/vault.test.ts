import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { PersonId } from '@wardkeep/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../db/tx.ts';
import {
  createTestDatabase,
  temporaryDirectory,
  type TemporaryDirectory,
  type TestDatabase,
} from '../testing/index.ts';
import { recoveryOpensEveryEpoch } from './epochs.ts';
import { createKeyFile, openKeyFileProvider } from './key-file-provider.ts';
import { openKeyStore } from './key-store.ts';
import type { PersonKeyRow } from './person-key-store.ts';
import { openVault, type Vault } from './vault.ts';

const PASSPHRASE = 'a passphrase for tests only';
const now = (): Date => new Date('2026-11-22T12:00:00Z');

let database: TestDatabase;
let directory: TemporaryDirectory;
let keyFile: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  directory = await temporaryDirectory();
  keyFile = path.join(directory.path, 'root-key.json');
  createKeyFile(keyFile, PASSPHRASE);
});
afterEach(async () => {
  await directory.remove();
  await inTx((tx) => forgetServiceKeys(tx));
});

const storeDirectory = (): string => path.join(directory.path, 'key-store');
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.transaction(work);
const open = async (mayCreateEpoch = true): Promise<Vault> =>
  openVault({
    provider: openKeyFileProvider(keyFile, PASSPHRASE),
    keyStore: openKeyStore(storeDirectory()),
    db: database.db,
    mayCreateEpoch,
    now,
  });

describe('the vault', () => {
  test('stays shut with a wrong passphrase, a foreign root key or an altered key file', async () => {
    await open();
    expect(() => openKeyFileProvider(keyFile, 'another passphrase of the same length')).toThrow(
      expect.objectContaining({ code: 'wrong_passphrase' }),
    );
    const other = path.join(directory.path, 'other.json');
    createKeyFile(other, PASSPHRASE);
    writeFileSync(keyFile, readFileSync(other));
    await expect(open()).rejects.toMatchObject({ code: 'key_store_damaged' });
    writeFileSync(keyFile, '{"format":"wardkeep-key-file"}');
    await expect(open()).rejects.toMatchObject({ code: 'key_store_damaged' });
  });

  test('does not begin anew over persons whose epoch keys are gone', async () => {
    await open();
    rmSync(storeDirectory(), { recursive: true });
    await expect(open(false)).rejects.toMatchObject({ code: 'key_store_missing' });
    await expect(
      open(true),
      'service keys of the lost epoch are in the database',
    ).rejects.toMatchObject({ code: 'key_store_missing' });
  });

  test('opens after a restart what it sealed before', async () => {
    const before = await open();
    const { rows, personId } = await newPerson(before);
    const sealed = before.unlock(rows, personId, 'chart')?.seal('Basic/1/1', { a: 1 });
    const after = await open(false);
    expect(sealed && after.unlock(rows, personId, 'chart')?.open('Basic/1/1', sealed)).toEqual({
      a: 1,
    });
  });

  test('refuses a value moved to another name, another purpose or another person', async () => {
    const vault = await open();
    const one = await newPerson(vault);
    const two = await newPerson(vault);
    const chart = vault.unlock(one.rows, one.personId, 'chart');
    const sealed = chart?.seal('Basic/1/1', { a: 1 });
    if (sealed === undefined) throw new Error('not sealed');
    expect(() => chart?.open('Basic/1/2', sealed)).toThrow(
      expect.objectContaining({ code: 'not_authentic' }),
    );
    expect(() =>
      vault.unlock(one.rows, one.personId, 'account')?.open('Basic/1/1', sealed),
    ).toThrow();
    expect(() =>
      vault.unlock(two.rows, two.personId, 'chart')?.open('Basic/1/1', sealed),
    ).toThrow();
  });

  test('refuses a wrapped key that was put in another person’s row, or another purpose’s', async () => {
    const vault = await open();
    const one = await newPerson(vault);
    const two = await newPerson(vault);
    const foreign = one.rows.map((row) => ({ ...row, person_id: two.personId }));
    expect(() => vault.unlock(foreign, two.personId, 'chart')).toThrow(
      expect.objectContaining({ code: 'not_authentic' }),
    );
    const swapped = one.rows.map((row): PersonKeyRow => ({ ...row, purpose: 'chart' }));
    expect(() => vault.unlock(swapped.slice(0, 1), one.personId, 'chart')).toThrow(
      expect.objectContaining({ code: 'not_authentic' }),
    );
  });

  test('a revoked key is refused at once, though its bytes are still cached', async () => {
    const vault = await open();
    const { rows, personId } = await newPerson(vault);
    expect(vault.unlock(rows, personId, 'chart')).toBeDefined();
    const revoked = rows.map((row): PersonKeyRow => ({ ...row, state: 'revoked' }));
    expect(vault.unlock(revoked, personId, 'chart')).toBeUndefined();
  });

  test('a scope that was closed opens nothing any more', async () => {
    const vault = await open();
    const { rows, personId } = await newPerson(vault);
    const chart = vault.unlock(rows, personId, 'chart');
    const sealed = chart?.seal('Basic/1/1', {});
    chart?.close();
    expect(() => sealed && chart?.open('Basic/1/1', sealed)).toThrow(
      expect.objectContaining({ code: 'scope_closed' }),
    );
  });

  test('the newest recovery kit opens every epoch, the one before opens none', async () => {
    const vault = await open();
    const store = openKeyStore(storeDirectory());
    const first = vault.makeRecoveryKit();
    expect(recoveryOpensEveryEpoch(store, first.privateText)).toBe(true);
    const second = vault.makeRecoveryKit();
    expect(recoveryOpensEveryEpoch(store, first.privateText)).toBe(false);
    expect(recoveryOpensEveryEpoch(store, second.privateText.toLowerCase())).toBe(true);
    expect(
      readdirSync(storeDirectory())
        .map((name) => readFileSync(path.join(storeDirectory(), name), 'utf8'))
        .join(),
    ).not.toContain(second.privateText);
  });
});

async function newPerson(
  vault: Vault,
): Promise<{ readonly personId: string; readonly rows: readonly PersonKeyRow[] }> {
  return inTx(async (tx) => {
    const personId = PersonId.parse(randomUUID());
    await vault.createPerson(tx, personId);
    return { personId, rows: await vault.readKeys(tx, [personId], ['account', 'chart', 'audit']) };
  });
}

async function forgetServiceKeys(tx: Tx): Promise<void> {
  const { queries } = await import('../db/queries.ts');
  await queries(tx).deleteFrom('service_key').execute();
}
