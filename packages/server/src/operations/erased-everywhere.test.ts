import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CryptoError, asWrappedKey, unwrapKey, type SecretKey } from '@wardkeep/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { queries } from '../db/queries.ts';
import { startWardkeep, type Wardkeep } from '../start-wardkeep.ts';
import { filledPerson, type FilledPerson } from '../testing/filled-person.ts';
import { temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { askOperator } from '../testing/operator.ts';
import { TestCaller } from '../testing/test-caller.ts';
import { openWithPrivateHalf, unwrapEpoch } from '../vault/epoch-wraps.ts';
import { ringOf } from '../vault/key-ring.ts';
import { personKeyIdentity } from '../vault/person-vault.ts';
import { openLog } from './log.ts';

/**
 * The promise of erasure, on the real server with its own PostgreSQL. The data directory is copied; then somebody is
 * erased, a link is revoked, an account suspended, a session ended, and the keys are rotated. Every byte of the
 * directory and of the copy is searched for that person's wrapped keys; then the copy is put back.
 *
 * The key store lies elsewhere, as operators are told: within the data directory, a copy of one is a copy of both.
 */
const PASSWORD = 'correct horse battery staple';

interface PersonKey {
  /** 16 bytes: they stand in the open in the wrapped form. */
  readonly keyId: Buffer;
  readonly identity: ReturnType<typeof personKeyIdentity>;
}

let directory: TemporaryDirectory;
let wardkeep: Wardkeep;
let erased: FilledPerson;
let other: FilledPerson;
let suspended: FilledPerson;
let keysOfErased: readonly PersonKey[];
/** As signed after the first of two restrictions. */
let shortList: string;
let certificate: string;

const place = (...names: string[]): string => path.join(directory.path, ...names);

beforeAll(async () => {
  directory = await temporaryDirectory();
  mkdirSync(place('safe'), { mode: 0o700 });
  writeFileSync(place('safe', 'passphrase'), 'battery horse staple correct\n', { mode: 0o600 });
  wardkeep = await start('data');
  await new TestCaller(wardkeep.url).begin('/api/set-up', {
    setUpToken: wardkeep.setUpLink?.split('#')[1] ?? '',
    email: 'admin@example.test',
    password: PASSWORD,
    displayName: 'Test Administrator',
  });
  const server = { stranger: () => new TestCaller(wardkeep.url) };
  erased = await filledPerson(server, 'Erased');
  other = await filledPerson(server, 'Other');
  suspended = await filledPerson(server, 'Suspended');
  keysOfErased = await readKeysOf(erased.personId);
  await wardkeep.stop();
  // With owners, as a backup keeps them: PostgreSQL runs as a user of its own when we are root.
  execFileSync('cp', ['-a', place('data'), place('yesterday')]);
  wardkeep = await start('data');
  await restrict();
}, 240_000);

afterAll(async () => {
  await wardkeep.stop();
  await directory.remove();
}, 60_000);

function start(dataDirectory: string): Promise<Wardkeep> {
  const { WARDKEEP_TEST_POSTGRES_BIN: binaries } = process.env;
  const config = readConfig({
    WARDKEEP_PORT: '0',
    WARDKEEP_HOST: '127.0.0.1',
    WARDKEEP_DATA_DIR: place(dataDirectory),
    WARDKEEP_KEY_STORE: place('key-store'),
    WARDKEEP_KEY_STORE_COPIES: place('key-store-copy'),
    WARDKEEP_PASSPHRASE_FILE: place('safe', 'passphrase'),
    WARDKEEP_BACKUP_ROOT_FILE: place('safe', 'backup-root.txt'),
    WARDKEEP_RATE_LIMIT_FACTOR: '1000',
    WARDKEEP_LOG_LEVEL: 'error',
    ...(binaries === undefined ? {} : { WARDKEEP_POSTGRES_BIN: binaries }),
  });
  return startWardkeep(config, openLog(config));
}

/** What happens today, after the copy was taken. */
async function restrict(): Promise<void> {
  const operate = async (command: `POST ${string}`, body: object) => {
    const answer = await askOperator(place('data'), command, body);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).not.toContain('"error"');
    return answer;
  };
  await operate('POST /persons/suspend', { personId: suspended.personId });
  shortList = readFileSync(place('key-store', 'restrictions.note'), 'utf8');
  const [share] = (await again(other).then((caller) => caller.get(sharesOf(other)))).json.shares;
  const revoker = await again(other);
  expect((await revoker.delete(`${sharesOf(other)}/${share.shareId}`)).status).toBe(204);
  const done = await operate('POST /persons/erase', { personId: erased.personId });
  certificate = String(done.lines.at(-1).result.note);
  await operate('POST /keys/rotate', {});
}

const sharesOf = ({ personId }: FilledPerson): string => `/api/patients/${personId}/shares`;

async function again({ email }: FilledPerson): Promise<TestCaller> {
  const caller = new TestCaller(wardkeep.url);
  await caller.begin('/api/sessions', { email, password: PASSWORD });
  return caller;
}

async function readKeysOf(personId: string): Promise<readonly PersonKey[]> {
  const rows = await wardkeep.state.opened.db.transaction((tx) =>
    queries(tx).selectFrom('person_key').selectAll().where('person_id', '=', personId).execute(),
  );
  expect(rows.map(({ purpose }) => purpose).toSorted()).toEqual(['account', 'audit', 'chart']);
  return rows.map((row) => ({
    keyId: Buffer.from(row.wrapped.subarray(17, 33)),
    identity: personKeyIdentity(row),
  }));
}

interface FoundWrap {
  readonly file: string;
  readonly bytes: Buffer;
  readonly identity: PersonKey['identity'];
}

/** Wherever a key id stands with 125 bytes around it that can be a wrapped key: rows, dead rows, WAL, blobs, anything. */
function findWraps(root: string): readonly FoundWrap[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return files.flatMap((file) => {
    const bytes = readBytes(path.join(root, file));
    return keysOfErased.flatMap(({ keyId, identity }) =>
      placesOf(bytes, keyId)
        .map((at) => bytes.subarray(at - 17, at + 108))
        .filter((wrapped) => wrapped.length === 125)
        .map((wrapped) => ({ file, bytes: wrapped, identity })),
    );
  });
}

function placesOf(bytes: Buffer, keyId: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(keyId, 17); at >= 0; at = bytes.indexOf(keyId, at + 1))
    places.push(at);
  return places;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    // Directories, sockets, and what PostgreSQL removes while we look.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (['EISDIR', 'ENXIO', 'ENOENT'].includes(String(code))) return Buffer.alloc(0);
    throw error;
  }
}

function opens(key: SecretKey, { bytes, identity }: FoundWrap): boolean {
  try {
    unwrapKey(key, asWrappedKey(bytes), identity);
    return true;
  } catch (error) {
    if (error instanceof CryptoError) return false;
    throw error;
  }
}

/** Every epoch that the root opens, from today's key store and from whatever the copy brought along. */
async function keysOfTheService(): Promise<readonly SecretKey[]> {
  const { vault } = wardkeep.state.gate ?? expect.fail('the keys are locked');
  const { keyStore, epochs } = ringOf(vault);
  const keys: SecretKey[] = [];
  for (const file of keyStore.epochs().filter(({ wraps }) => wraps.length > 0))
    keys.push(await unwrapEpoch(epochs.provider, file));
  return keys;
}

test('after an erasure and the next epoch no key of the service opens a wrapped key of the erased person, wherever it is found', async () => {
  const inCopy = findWraps(place('yesterday'));
  const inData = findWraps(place('data'));
  // The control: they are there, in rows of the copy and in the WAL of both.
  expect(new Set(inCopy.map(({ identity }) => identity.purpose)).size).toBe(3);
  expect(inData.some(({ file }) => file.includes('pg_wal'))).toBe(true);
  const keys = await keysOfTheService();
  expect(keys.length).toBeGreaterThan(0);
  for (const wrap of [...inCopy, ...inData])
    expect(
      keys.some((key) => opens(key, wrap)),
      wrap.file,
    ).toBe(false);
  // And the search would have seen it: with the private half, which the service does not hold, they open.
  const { keyStore } = wardkeep.state.gate?.vault ?? expect.fail('the keys are locked');
  const privateHalf = readFileSync(place('safe', 'backup-root.txt'), 'utf8');
  const held = keyStore
    .epochs()
    .filter(({ state }) => state === 'held')
    .map(
      (file) => openWithPrivateHalf(privateHalfIn(privateHalf), file) ?? expect.fail('not opened'),
    );
  expect(inCopy.some((wrap) => held.some((key) => opens(key, wrap)))).toBe(true);
});

test('the data directory holds no row of the erased person, and the certificate says what went', () => {
  expect(certificate).toContain(erased.personId);
  expect(certificate).not.toContain('Erased');
  const rows = readdirSync(place('data', 'blobs'), { recursive: true, encoding: 'utf8' });
  const kept = new Set([...other.documents, ...suspended.documents].map(({ id }) => id));
  expect(rows.filter((name) => name.length > 30).length).toBe(kept.size);
});

test('yesterday’s directory opens with the backup root alone, refuses a shorter list, and revives nothing', async () => {
  await wardkeep.stop();
  wardkeep = await start('yesterday');
  const state = await fetch(`${wardkeep.url}/readyz`);
  expect(state.status).toBe(503);
  expect(await state.json()).toMatchObject({ checks: { keys: 'needs-backup-root' } });
  const backupRoot = privateHalfIn(readFileSync(place('safe', 'backup-root.txt'), 'utf8'));
  const restore = (body: object) => askOperator(place('yesterday'), 'POST /keys/restore', body);

  const refused = await restore({ backupRoot, restrictions: shortList });
  expect(refused.lines.at(-1)).toMatchObject({ error: { code: 'restriction_list_short' } });
  expect((await fetch(`${wardkeep.url}/readyz`)).status).toBe(503);

  const restrictions = readFileSync(place('key-store', 'restrictions.note'), 'utf8');
  const restored = await restore({ backupRoot, restrictions });
  expect(restored.lines.at(-1)).toHaveProperty('result');
  expect((await fetch(`${wardkeep.url}/readyz`)).status).toBe(200);

  await nothingOfTheErasedPerson();
  for (const { linkId } of [erased, other, suspended]) {
    const authorization = `Wardkeep-Share ${linkId}`;
    const opened = await new TestCaller(wardkeep.url).get('/api/shared', { authorization });
    expect(opened.code).toBe('share_ended');
  }
  const cookie = other.caller.cookie;
  expect((await new TestCaller(wardkeep.url).get('/api/account', { cookie })).status).toBe(401);
  await expect(again(suspended)).rejects.toThrow(/40[13]/);
  const chart = await (await again(other)).get(`/api/patients/${other.personId}/chart`);
  expect(chart.status).toBe(200);
  expect(chart.text).toContain('Other');
}, 120_000);

async function nothingOfTheErasedPerson(): Promise<void> {
  await expect(again(erased)).rejects.toThrow(/40[13]/);
  const { db } = wardkeep.state.opened;
  const left = await db.transaction(async (tx) => [
    ...(await queries(tx).selectFrom('person').select('person_id').execute()),
    ...(await queries(tx).selectFrom('person_key').select('person_id').execute()),
    ...(await queries(tx).selectFrom('account').select('person_id').execute()),
  ]);
  expect(left.map(({ person_id: id }) => id)).not.toContain(erased.personId);
  expect(left.map(({ person_id: id }) => id)).toContain(other.personId);
}

/** The file has words for people above the characters. */
function privateHalfIn(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join(' ')
    .trim();
}
