import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { SecretKey, wrapKey } from '@wardkeep/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../db/log.ts';
import { silentLog, temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { epochIdentity } from './epoch-wraps.ts';
import { openKeyStore, type EpochFile, type KeyStore } from './key-store.ts';

let directory: TemporaryDirectory;
let one: string;
let two: string;
const said: string[] = [];
const log: Log = { ...silentLog, warn: (_, message) => said.push(message) };
beforeEach(async () => {
  directory = await temporaryDirectory();
  one = path.join(directory.path, 'one');
  two = path.join(directory.path, 'two');
  said.length = 0;
});
afterEach(() => directory.remove());

const open = (): KeyStore => openKeyStore([one, two], log);
const nameOf = (epoch: { readonly epochId: string }): string => `epoch-${epoch.epochId}.json`;
const textIn = (folder: string, name: string): string =>
  readFileSync(path.join(folder, name), 'utf8');

test('what is written is in every copy, for the owner alone', () => {
  const store = open();
  const epoch = newEpoch();
  store.putEpoch(epoch);
  for (const folder of [one, two]) {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, nameOf(epoch))).mode & 0o777).toBe(0o600);
  }
  expect(textIn(one, nameOf(epoch))).toBe(textIn(two, nameOf(epoch)));
  expect(store.epochs()).toEqual([{ ...epoch, revision: 1 }]);
});

test('with all copies but one gone it works, and mends them loudly', () => {
  const epoch = newEpoch();
  open().putEpoch(epoch);
  rmSync(one, { recursive: true });
  expect(open().epochs()).toHaveLength(1);
  open().mend();
  expect(textIn(one, nameOf(epoch))).toBe(textIn(two, nameOf(epoch)));
  expect(said).toEqual(['a copy of the key store was mended from another']);
});

test('the furthest state wins, whichever copy it is in, and a damaged copy is mended', () => {
  const epoch = newEpoch();
  open().putEpoch(epoch);
  const before = textIn(one, nameOf(epoch));
  open().putEpoch({ ...epoch, state: 'held', wraps: [], heldUntil: epoch.createdAt });
  writeFileSync(path.join(two, nameOf(epoch)), before);
  expect(open().epochs()[0]?.state).toBe('held');
  writeFileSync(path.join(two, nameOf(epoch)), '{');
  expect(open().epochs()[0]?.state).toBe('held');
  open().mend();
  expect(textIn(two, nameOf(epoch))).toBe(textIn(one, nameOf(epoch)));
  for (const folder of [one, two]) writeFileSync(path.join(folder, nameOf(epoch)), '{');
  expect(() => open().epochs()).toThrow(expect.objectContaining({ code: 'key_store_damaged' }));
});

test('an epoch never goes back', () => {
  const epoch = newEpoch();
  open().putEpoch({ ...epoch, state: 'retiring' });
  expect(() => {
    open().putEpoch(epoch);
  }).toThrow(expect.objectContaining({ code: 'key_store_damaged' }));
});

test('a copy that can’t be written refuses before any other is touched', () => {
  mkdirSync(one, { recursive: true });
  writeFileSync(two, 'in the way');
  expect(() => {
    open().putEpoch(newEpoch());
  }).toThrow(
    expect.objectContaining({
      code: 'key_store_copy_unwritable',
      message: expect.stringContaining(two),
    }),
  );
  expect(readdirSync(one)).toEqual([]);
  open().putEra({ format: 'wardkeep-era', version: 1, era: 1, auditLog: null, auditSize: 0 });
  expect(existsSync(path.join(one, 'era.json')), 'what only says what was goes where it can').toBe(
    true,
  );
});

test('the era and the audit size never go back, and a new year’s log is ahead of the old one', () => {
  const store = open();
  const era = { format: 'wardkeep-era', version: 1 } as const;
  store.putEra({ ...era, era: 5, auditLog: '2026', auditSize: 100 });
  store.putEra({ ...era, era: 5, auditLog: '2026', auditSize: 99 });
  store.putEra({ ...era, era: 4, auditLog: '2027', auditSize: 1 });
  expect(store.era()).toMatchObject({ era: 5, auditSize: 100 });
  store.putEra({ ...era, era: 5, auditLog: '2027', auditSize: 1 });
  expect(store.era()).toMatchObject({ auditLog: '2027', auditSize: 1 });
});

test.each<[string, (file: Record<string, unknown>) => unknown]>([
  ['an unknown member', (file) => ({ ...file, note: '' })],
  ['a missing member', ({ wraps: _, ...file }) => file],
  ['another version', (file) => ({ ...file, version: 3 })],
  ['padded base64url', (file) => ({ ...file, wrappedToRecovery: 'AAA=' })],
  ['bits that no bytes have', (file) => ({ ...file, wrappedToRecovery: 'AB' })],
  ['a held epoch with a wrap of the root', (file) => ({ ...file, state: 'held' })],
  [
    'a destroyed epoch with a wrap',
    (file) => ({ ...file, state: 'destroyed', wraps: [], wrappedByBackupRoot: 'AA' }),
  ],
  ['an active epoch without a wrap', (file) => ({ ...file, wraps: [] })],
])('%s is refused, naming the file', (_, change) => {
  const epoch = newEpoch();
  open().putEpoch(epoch);
  const name = nameOf(epoch);
  const changed = JSON.stringify(change(JSON.parse(textIn(one, name))));
  for (const folder of [one, two]) writeFileSync(path.join(folder, name), changed);
  expect(() => open().epochs()).toThrow(
    expect.objectContaining({ code: 'key_store_damaged', message: expect.stringContaining(name) }),
  );
});

test('a file under another epoch’s name is refused', () => {
  const epoch = newEpoch();
  open().putEpoch(epoch);
  const other = path.join(one, nameOf(newEpoch()));
  writeFileSync(other, textIn(one, nameOf(epoch)));
  expect(() => open().epochs()).toThrow(expect.objectContaining({ code: 'key_store_damaged' }));
});

test('files of version 1 are read as version 2, the root key’s id as the reference', () => {
  const { wraps, epochId, createdAt, wrappedToRecovery } = newEpoch();
  const old = {
    format: 'wardkeep-epoch',
    version: 1,
    epochId,
    createdAt,
    state: 'active',
    wrappedByRoot: wraps[0]?.wrapped,
    wrappedToRecovery,
  };
  mkdirSync(one);
  writeFileSync(path.join(one, nameOf({ epochId })), JSON.stringify(old));
  const recovery = {
    format: 'wardkeep-recovery',
    version: 1,
    publicKey: 'AAAA',
    fingerprint: 'AAAA',
    createdAt,
  };
  writeFileSync(path.join(one, 'recovery.json'), JSON.stringify(recovery));
  expect(open().epochs()).toEqual([{ ...newEpoch(), epochId, wraps, revision: 0 }]);
  expect(open().recovery()).toEqual({ ...recovery, version: 2, revision: 0 });
});

function newEpoch(): Omit<EpochFile, 'revision'> {
  const [root, key] = [SecretKey.generate(), SecretKey.generate()];
  const wrapped = Buffer.from(wrapKey(root, key, epochIdentity(key.id))).toString('base64url');
  return {
    format: 'wardkeep-epoch',
    version: 2,
    epochId: key.id,
    createdAt: '2026-11-22T12:00:00.000Z',
    state: 'active',
    stateSince: '2026-11-22T12:00:00.000Z',
    wraps: [{ provider: 'key-file', reference: root.id, wrapped }],
    wrappedByBackupRoot: null,
    wrappedToRecovery: null,
    wrappedToNextRecovery: null,
    heldUntil: null,
  };
}
