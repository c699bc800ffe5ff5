import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { createKeyFile, openKeyFileProvider } from './key-file-provider.ts';
import type { PersonKeyRow } from './person-key-store.ts';
import { recoveryOpensEveryEpoch } from './recovery-kit.ts';
import {
  TestProvider,
  newPerson as personWithValue,
  readRows,
  testKeys,
  type TestKeys,
} from '../testing/test-keys.ts';
import type { Vault } from './vault.ts';

const PASSPHRASE = 'a passphrase for tests only';

let database: TestDatabase;
let keys: TestKeys;
let root: TestProvider;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  keys = await testKeys(database.db);
  root = new TestProvider();
});
afterEach(() => keys.remove());

const open = async (mayCreateEpoch = true): Promise<Vault> => keys.open(root, { mayCreateEpoch });

describe('the vault', () => {
  test('stays shut with a wrong passphrase, a foreign root key or an altered key file', async () => {
    const keyFile = path.join(keys.directory.path, 'root-key.json');
    const openFile = async () => keys.open(openKeyFileProvider(keyFile, PASSPHRASE));
    createKeyFile(keyFile, PASSPHRASE);
    await openFile();
    expect(() => openKeyFileProvider(keyFile, 'another passphrase of the same length')).toThrow(
      expect.objectContaining({ code: 'wrong_passphrase' }),
    );
    const other = path.join(keys.directory.path, 'other.json');
    createKeyFile(other, PASSPHRASE);
    writeFileSync(keyFile, readFileSync(other));
    await expect(openFile()).rejects.toMatchObject({ code: 'provider_mismatch' });
    writeFileSync(keyFile, '{"format":"wardkeep-key-file"}');
    await expect(openFile()).rejects.toMatchObject({ code: 'key_store_damaged' });
  });

  test('does not begin anew over persons whose epoch keys are gone', async () => {
    await open();
    for (const directory of keys.directories) rmSync(directory, { recursive: true });
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

  test('a new kit opens every epoch beside the old one, and alone once it is adopted', async () => {
    const vault = await open();
    const opens = (text: string): boolean => recoveryOpensEveryEpoch(keys.store, text);
    const first = vault.makeRecoveryKit();
    expect([opens(first.privateText), vault.recovery()?.fingerprint]).toEqual([
      true,
      first.fingerprint,
    ]);
    const second = vault.makeRecoveryKit();
    expect(vault.recovery()?.fingerprint).toBe(second.fingerprint);
    expect([opens(first.privateText), opens(second.privateText)]).toEqual([true, true]);
    vault.adoptRecoveryKit(first.fingerprint);
    expect(opens(first.privateText), 'only the newest is adopted').toBe(true);
    vault.adoptRecoveryKit(second.fingerprint);
    expect([opens(first.privateText), opens(second.privateText.toLowerCase())]).toEqual([
      false,
      true,
    ]);
    expect(filesOf(keys.directories[0] ?? '')).not.toContain(second.privateText);
  });

  test('a kit that somebody confirmed is adopted at the next start, and one whose commit failed never', async () => {
    const vault = await open();
    const first = vault.makeRecoveryKit();
    const lost = vault.makeRecoveryKit();
    await open();
    expect(recoveryOpensEveryEpoch(keys.store, first.privateText)).toBe(true);
    const second = vault.makeRecoveryKit();
    await database.db.transaction((tx) =>
      queries(tx)
        .updateTable('deployment')
        .set({ recovery_confirmed_fingerprint: second.fingerprint })
        .execute(),
    );
    await open();
    expect(recoveryOpensEveryEpoch(keys.store, second.privateText)).toBe(true);
    expect(recoveryOpensEveryEpoch(keys.store, first.privateText)).toBe(false);
    expect(recoveryOpensEveryEpoch(keys.store, lost.privateText)).toBe(false);
  });

  test('the backup root opens every epoch; its private half is written once, for the owner alone', async () => {
    await open();
    const text = readFileSync(keys.backupRootFile, 'utf8');
    expect(statSync(keys.backupRootFile).mode & 0o777).toBe(0o600);
    expect(recoveryOpensEveryEpoch(keys.store, text)).toBe(true);
    for (const directory of keys.directories) expect(filesOf(directory)).not.toContain(text.trim());
    rmSync(keys.backupRootFile);
    await open();
    expect(existsSync(keys.backupRootFile), 'moved away, and not missed').toBe(false);
  });

  test('a crash between the two halves of the backup root leaves a pair that belongs together', async () => {
    await open();
    const text = readFileSync(keys.backupRootFile, 'utf8');
    for (const directory of keys.directories) rmSync(path.join(directory, 'backup-root.json'));
    await open();
    expect(readFileSync(keys.backupRootFile, 'utf8')).toBe(text);
    for (const directory of keys.directories) rmSync(path.join(directory, 'backup-root.json'));
    writeFileSync(keys.backupRootFile, 'something else');
    await expect(open()).rejects.toMatchObject({ code: 'backup_root_unusable' });
    expect(readFileSync(keys.backupRootFile, 'utf8')).toBe('something else');
  });
});

function filesOf(directory: string): string {
  return readdirSync(directory)
    .map((name) => readFileSync(path.join(directory, name), 'utf8'))
    .join('');
}

async function newPerson(
  vault: Vault,
): Promise<{ readonly personId: string; readonly rows: readonly PersonKeyRow[] }> {
  const { personId } = await personWithValue(vault);
  return { personId, rows: await readRows(vault, personId) };
}
