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
const trust = {
  installation: '11111111-1111-4111-8111-111111111111',
  key: SecretKey.generate(),
  others: [],
};
const trusted = (): KeyStore => {
  const store = open();
  store.trust(trust);
  return store;
};
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

test('of what this installation sealed the furthest state wins, and a damaged copy is mended', () => {
  const epoch = newEpoch();
  trusted().putEpoch(epoch);
  const before = textIn(one, nameOf(epoch));
  trusted().putEpoch({ ...epoch, state: 'held', wraps: [], heldUntil: epoch.createdAt });
  writeFileSync(path.join(two, nameOf(epoch)), before);
  expect(trusted().epochs()[0]?.state).toBe('held');
  writeFileSync(path.join(two, nameOf(epoch)), '{');
  expect(trusted().epochs()[0]?.state).toBe('held');
  expect(trusted().mend()).toEqual([]);
  expect(textIn(two, nameOf(epoch))).toBe(textIn(one, nameOf(epoch)));
  for (const folder of [one, two]) writeFileSync(path.join(folder, nameOf(epoch)), '{');
  expect(() => trusted().epochs()).toThrow(expect.objectContaining({ code: 'key_store_damaged' }));
});

test('a tombstone, or another copy’s member, that this installation did not seal counts for nothing and is set aside', () => {
  const epoch = newEpoch();
  trusted().putEpoch(epoch);
  const name = nameOf(epoch);
  const good = textIn(one, name);
  const forged = { ...JSON.parse(good), state: 'destroyed', wraps: [], revision: 999 };
  for (const change of [forged, { ...JSON.parse(good), revision: 2 }]) {
    writeFileSync(path.join(two, name), JSON.stringify(change));
    open().mend();
    expect(textIn(one, name), 'nothing changes before it is known what counts').toBe(good);
    expect(trusted().epochs()).toEqual([{ ...epoch, revision: 1 }]);
    trusted().mend();
    expect([textIn(one, name), textIn(two, name)]).toEqual([good, good]);
  }
  expect(readdirSync(two).filter((each) => each.includes('.refused-'))).toHaveLength(2);
  trusted().putEpoch({ ...epoch, state: 'held', wraps: [] });
  expect(readdirSync(two), 'what was set aside may hold wraps').toEqual([name]);
});

test('a public half that was added to one copy is none, and under another name neither', () => {
  const made = { format: 'wardkeep-recovery', version: 2, revision: 1 } as const;
  const kit = { ...made, publicKey: 'AAAA', fingerprint: 'AAAA', createdAt: newEpoch().createdAt };
  trusted().putEpoch(newEpoch());
  trusted().putRecovery(kit);
  const genuine = textIn(one, 'recovery.json');
  const forged = JSON.stringify({ ...JSON.parse(genuine), revision: 999, publicKey: 'BBBB' });
  for (const text of [forged, genuine]) {
    writeFileSync(path.join(two, 'recovery-next.json'), text);
    expect(trusted().nextRecovery()).toBeUndefined();
    trusted().mend();
    expect(existsSync(path.join(two, 'recovery-next.json'))).toBe(false);
  }
  expect(trusted().recovery()).toEqual(kit);
});

test('a directory of another installation is refused by name, and nothing is written', () => {
  trusted().putEpoch(newEpoch());
  const other = openKeyStore([two + '-other'], log);
  other.trust({ ...trust, installation: '99999999-9999-4999-8999-999999999999' });
  other.putEpoch(newEpoch());
  const before = readdirSync(two + '-other');
  expect(() => {
    openKeyStore([one, two + '-other'], log).refuseForeign(trust.installation);
  }).toThrow(
    expect.objectContaining({
      code: 'key_store_damaged',
      message: expect.stringMatching(/two-other \(WARDKEEP_KEY_STORE_COPIES\)/),
    }),
  );
  expect(readdirSync(two + '-other')).toEqual(before);
});

test('before anything is sealed, copies that differ refuse, and a new directory is none of them', () => {
  open().putEpoch(newEpoch());
  rmSync(two, { recursive: true });
  open().refuseDifferent();
  open().mend();
  open().refuseDifferent();
  writeFileSync(path.join(two, nameOf(newEpoch())), '{}');
  expect(() => {
    open().refuseDifferent();
  }).toThrow(expect.objectContaining({ message: expect.stringContaining(two) }));
});

test('a longer restriction list that nobody signed does not replace the signed one', () => {
  const store = trusted();
  store.putRestrictions('signed\n');
  writeFileSync(path.join(two, 'restrictions.note'), '\n'.repeat(500));
  store.trustNotes((note) => note.startsWith('signed'));
  expect(store.restrictions()).toBe('signed\n');
  store.mend();
  expect(textIn(two, 'restrictions.note')).toBe('signed\n');
});

test('a copy that lags and can’t be mended is said, not passed over', () => {
  const epoch = newEpoch();
  trusted().putEpoch(epoch);
  rmSync(two, { recursive: true });
  writeFileSync(two, 'in the way');
  expect(trusted().mend()).toEqual([two]);
  expect(() => {
    trusted().mendAll();
  }).toThrow(expect.objectContaining({ code: 'key_store_copy_unwritable' }));
  rmSync(two);
  trusted().mendAll();
  expect(textIn(two, nameOf(epoch))).toBe(textIn(one, nameOf(epoch)));
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
