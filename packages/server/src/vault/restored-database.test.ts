import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkpointText } from '../audit/checkpoint.ts';
import { signNote } from '../audit/signed-note.ts';
import { queries } from '../db/queries.ts';
import { createTestDatabase, type TestDatabase } from '../testing/index.ts';
import { isSigned, type CheckpointRow } from './era-checkpoint.ts';
import { changeEpochs, rememberAuditSize, signsOfRestore } from './era.ts';
import { ringOf } from './key-ring.ts';
import { restoreDatabase, settleDatabase, type ReplayRestrictions } from './restored-database.ts';
import {
  TestProvider,
  newPerson,
  openAgain,
  testKeys,
  type TestKeys,
} from '../testing/test-keys.ts';
import type { Vault } from './vault.ts';

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

const replayed: string[] = [];
const replay: ReplayRestrictions = async () => {
  replayed.push(await accessLeft());
  return { applied: 2 };
};
beforeEach(() => {
  replayed.length = 0;
});

/** What a backup of the key tables holds. */
const TABLES = ['person_key', 'service_key', 'deployment'] as const;
type Backup = readonly { readonly table: (typeof TABLES)[number]; readonly rows: object[] }[];

async function backUp(): Promise<Backup> {
  return database.db.transaction(async (tx) => {
    const all = [];
    for (const table of TABLES) {
      const rows = await queries(tx).selectFrom(table).selectAll().execute();
      all.push({ table, rows });
    }
    return all;
  });
}

async function putBack(backup: Backup): Promise<void> {
  await database.db.transaction(async (tx) => {
    for (const { table } of backup) await queries(tx).deleteFrom(table).execute();
    for (const { table, rows } of backup.filter((each) => each.rows.length > 0)) {
      await queries(tx).insertInto(table).values(rows).execute();
    }
  });
}

async function signIn(vault: Vault, personId: string): Promise<void> {
  const now = new Date('2026-11-22T12:00:00Z');
  const later = new Date('2027-11-22T12:00:00Z');
  const rows = await database.db.transaction((tx) => vault.readKeys(tx, [personId], ['account']));
  const account = vault.unlock(rows, personId, 'account');
  if (account === undefined) throw new Error('no account key');
  await database.db.transaction(async (tx) => {
    const query = queries(tx);
    await query
      .insertInto('account')
      .values({
        person_id: personId,
        role: 'patient',
        state: 'active',
        email_index: Buffer.from(personId),
        profile: account.seal('profile', { email: '', displayName: '' }),
        password_hash: '',
        mac: Buffer.alloc(16),
        created_at: now,
        password_changed_at: now,
      })
      .execute();
    const deviceId = randomUUID();
    await query
      .insertInto('device')
      .values({
        device_id: deviceId,
        person_id: personId,
        token_hash: Buffer.from(deviceId),
        sealed: account.seal(`device/${deviceId}`, { name: null, browser: '', countries: [] }),
        created_at: now,
        last_seen_at: now,
      })
      .execute();
    await query
      .insertInto('session')
      .values({
        session_id: randomUUID(),
        person_id: personId,
        device_id: deviceId,
        methods: 'password',
        proved_at: now,
        last_seen_at: now,
        sealed: account.seal('session', { address: null, country: null }),
        mac: Buffer.alloc(16),
        created_at: now,
        expires_at: later,
        ended_at: null,
        end_reason: null,
      })
      .execute();
    await query
      .insertInto('one_time_token')
      .values({
        token_hash: Buffer.from(personId),
        purpose: 'invitation',
        expires_at: later,
        used_at: null,
      })
      .execute();
    await query
      .insertInto('account_recovery')
      .values({
        person_id: personId,
        requested_at: now,
        not_before: now,
        approved_at: now,
        approved_by: null,
        ended_at: null,
        mac: Buffer.alloc(16),
      })
      .execute();
  });
}

/** `sessions/links/account recoveries` that are still good. */
async function accessLeft(): Promise<string> {
  return database.db.transaction(async (tx) => {
    const query = queries(tx);
    const sessions = await query
      .selectFrom('session')
      .select('session_id')
      .where('ended_at', 'is', null)
      .execute();
    const links = await query
      .selectFrom('one_time_token')
      .select('token_hash')
      .where('used_at', 'is', null)
      .execute();
    const recoveries = await query.selectFrom('account_recovery').select('person_id').execute();
    return `${sessions.length}/${links.length}/${recoveries.length}`;
  });
}

async function start(): Promise<Vault> {
  const vault = await keys.open(root);
  await settleDatabase(vault, replay);
  return vault;
}

afterEach(async () => {
  await database.db.transaction(async (tx) => {
    for (const table of [
      'session',
      'device',
      'account_recovery',
      'account',
      'one_time_token',
      'audit_checkpoint',
      'audit_head',
    ] as const)
      await queries(tx).deleteFrom(table).execute();
  });
});

describe('a database that was put back', () => {
  test('from before the last start loses its sessions, links and account recoveries before restrictions are replayed', async () => {
    const vault = await start();
    const { personId } = await newPerson(vault);
    await signIn(vault, personId);
    const backup = await backUp();
    await start();
    expect(await accessLeft(), 'a plain start ends nothing').toBe('1/1/1');
    await putBack(backup);
    replayed.length = 0;
    const result = await settleDatabase(await keys.open(root), replay);
    expect(result).toMatchObject({ sessionsEnded: 1, linksRevoked: 1, restrictionsApplied: 2 });
    expect(result?.signs?.eraFound).toBeLessThan(result?.signs?.eraExpected ?? 0);
    expect(replayed).toEqual(['0/0/0']);
    expect(await settleDatabase(await keys.open(root), replay), 'and only once').toBeUndefined();
  });

  test('within one era is known by its audit log', async () => {
    const vault = await start();
    const ring = ringOf(vault);
    await checkpoint(vault, '2026', 10);
    await rememberAuditSize(ring);
    expect(await signsOfRestore(ring)).toBeUndefined();
    await checkpoint(vault, '2026', 9);
    expect(await signsOfRestore(ring)).toMatchObject({ auditSizeExpected: 10, auditSizeFound: 9 });
    await checkpoint(vault, '2027', 1);
    expect(await signsOfRestore(ring), 'a new year’s log begins anew').toBeUndefined();
  });

  test('and settled starts ordinarily the second and the third time, and is known again by its own log', async () => {
    const vault = await start();
    await checkpoint(vault, '2026', 5_000);
    await rememberAuditSize(ringOf(vault));
    await checkpoint(vault, '2026', 3_000);
    const settle = async () => settleDatabase(await keys.open(root), replay);
    const { personId } = await newPerson(vault);
    expect(await settle()).toMatchObject({ signs: { auditSizeExpected: 5_000 } });
    await signIn(vault, personId);
    expect(await settle(), 'second').toBeUndefined();
    expect(await settle(), 'third').toBeUndefined();
    expect(await accessLeft()).toBe('1/1/1');
    await checkpoint(vault, '2026', 2_999);
    expect(await settle()).toMatchObject({ signs: { auditSizeExpected: 3_000 } });
  });

  test('is not hidden by a checkpoint that nobody signed, nor is one remembered', async () => {
    const vault = await start();
    await checkpoint(vault, '2026', 10);
    for (const log of ['9999', '2026', 'none'])
      await forgedCheckpoint(vault, log, Number.MAX_SAFE_INTEGER);
    await rememberAuditSize(ringOf(vault));
    expect(keys.store.era()).toMatchObject({ auditLog: null, auditSize: 0 });
    await checkpoint(vault, '2026', 10);
    await rememberAuditSize(ringOf(vault));
    expect(keys.store.era()).toMatchObject({ auditLog: '2026', auditSize: 10 });
    await checkpoint(vault, '2026', 9);
    expect(await signsOfRestore(ringOf(vault))).toMatchObject({ auditSizeFound: 9 });
  });

  test('under a running server changes no epoch until it is settled', async () => {
    const vault = await start();
    const backup = await backUp();
    await vault.rotate({});
    const before = keys.store.epochs();
    await putBack(backup);
    await expect(
      changeEpochs(ringOf(vault), () => expect.fail('changed an epoch')),
    ).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(keys.store.epochs()).toEqual(before);
  });

  test('that says an era far beyond the key store’s is refused, and era.json stays readable', async () => {
    const vault = await start();
    const known = keys.store.era()?.era ?? 0;
    for (const era of [known + 1_001, Number.MAX_SAFE_INTEGER]) {
      await setEra(era);
      await expect(settleDatabase(vault, replay)).rejects.toMatchObject({
        code: 'key_store_damaged',
        message: expect.stringContaining(`deployment.era of the database is ${era}`),
      });
      expect(keys.store.era()?.era).toBe(known);
    }
    await setEra(known + 1_000);
    await settleDatabase(vault, replay);
    expect(keys.store.era()?.era).toBe(known + 1_001);
  });

  test('is settled again when the replay failed', async () => {
    const vault = await start();
    const backup = await backUp();
    await start();
    await putBack(backup);
    const fails: ReplayRestrictions = () => Promise.reject(new Error('list too short'));
    await expect(settleDatabase(await keys.open(root), fails)).rejects.toThrow('list too short');
    expect(await settleDatabase(await keys.open(root), replay)).toMatchObject({
      restrictionsApplied: 2,
    });
    expect(vault.epochs()).toHaveLength(1);
  });

  test('from before a rotation needs the backup root, which opens it without any wrap of the root', async () => {
    const vault = await start();
    const person = await newPerson(vault);
    await signIn(vault, person.personId);
    const backup = await backUp();
    await vault.rotate({});
    await vault.rotate({});
    const before = keys.store.epochs();
    await putBack(backup);
    await expect(keys.open(root)).rejects.toMatchObject({ code: 'needs_backup_root' });
    const privateHalf = readFileSync(keys.backupRootFile, 'utf8');
    const wrong = privateHalf.replace(/^..../, '0000');
    await expect(keys.open(root, { privateHalf: wrong })).rejects.toMatchObject({
      code: 'wrong_kit',
    });
    const lent = await keys.open(root, { privateHalf });
    expect(await openAgain(lent, person)).toEqual({ of: person.personId });
    replayed.length = 0;
    const result = await restoreDatabase(lent, replay);
    expect(result).toMatchObject({ sessionsEnded: 1, personKeys: 3, restrictionsApplied: 2 });
    expect(replayed).toEqual(['0/0/0']);
    await lent.close();
    expect(keys.store.epochs(), 'no epoch changed').toEqual(before);
    const after = await start();
    expect(await openAgain(after, person)).toEqual({ of: person.personId });
  });

  test('killed while it is rewrapped, the restore is finished by the next run', async () => {
    const vault = await start();
    const person = await newPerson(vault);
    const backup = await backUp();
    await vault.rotate({});
    await putBack(backup);
    const privateHalf = readFileSync(keys.backupRootFile, 'utf8');
    const first = await keys.open(root, { privateHalf });
    await expect(
      restoreDatabase(first, replay, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'work_aborted' });
    await first.close();
    await expect(keys.open(root)).rejects.toMatchObject({ code: 'needs_backup_root' });
    await restoreDatabase(await keys.open(root, { privateHalf }), replay);
    expect(await openAgain(await start(), person)).toEqual({ of: person.personId });
  });

  test('opens with the kit of its time as well', async () => {
    const vault = await start();
    const kit = vault.makeRecoveryKit();
    const person = await newPerson(vault);
    const backup = await backUp();
    await vault.rotate({});
    await putBack(backup);
    const lent = await keys.open(root, { privateHalf: kit.privateText });
    expect(await openAgain(lent, person)).toEqual({ of: person.personId });
  });

  test('from before what was destroyed opens with nothing, and says so', async () => {
    const vault = await start();
    await newPerson(vault);
    const backup = await backUp();
    await vault.rotate({});
    keys.clock.now = new Date(keys.clock.now.getTime() + 33 * 86_400_000);
    await vault.destroyDue();
    await putBack(backup);
    const privateHalf = readFileSync(keys.backupRootFile, 'utf8');
    await expect(keys.open(root, { privateHalf })).rejects.toMatchObject({
      code: 'epoch_destroyed',
    });
  });
});

/** As the sequencer leaves it, also when that is further back. */
async function checkpoint(vault: Vault, log: string, size: number): Promise<void> {
  const { privateKey, publicKey } = vault.service.pair('audit-checkpoint');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const name = `wardkeep-test/audit/${log}`;
  const text = checkpointText({ origin: name, size, root: Buffer.alloc(32) });
  const note = signNote(text, { name, publicKey: raw }, (bytes) => sign(null, bytes, privateKey));
  await putHead({ log, size, note });
}

async function forgedCheckpoint(vault: Vault, log: string, size: number): Promise<void> {
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const origin = `wardkeep-test/audit/${log}`;
  const text = `${origin}\n${size}\n${Buffer.alloc(32).toString('base64')}\n`;
  const signature = Buffer.concat([Buffer.alloc(4), sign(null, Buffer.from(text), stranger)]);
  await putHead({ log, size, note: `${text}\n\u2014 ${origin} ${signature.toString('base64')}\n` });
  const { publicKey } = vault.service.pair('audit-checkpoint');
  for (const encoded of ['', 'AAAA', signature.toString('base64')]) {
    const note = `${text}\n\u2014 ${origin} ${encoded}\n`;
    expect(isSigned({ log, size, note }, publicKey)).toBe(false);
  }
}

function putHead(row: CheckpointRow): Promise<void> {
  return database.db.transaction(async (tx) => {
    const query = queries(tx);
    const { log, size } = row;
    await query.deleteFrom('audit_head').where('log', '=', log).execute();
    await query.insertInto('audit_head').values({ log, size }).execute();
    await query
      .deleteFrom('audit_checkpoint')
      .where('log', '=', log)
      .where('size', '=', size)
      .execute();
    await query
      .insertInto('audit_checkpoint')
      .values({ ...row, created_at: new Date() })
      .execute();
  });
}

function setEra(era: number): Promise<unknown> {
  return database.db.transaction((tx) =>
    queries(tx).updateTable('deployment').set({ era }).execute(),
  );
}
