import { SecretKey } from '@wardkeep/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog, temporaryDirectory, type TemporaryDirectory } from '../testing/index.ts';
import { wrapByProvider } from './epoch-wraps.ts';
import { Epochs } from './epochs.ts';
import { openKeyStore, type KeyStore } from './key-store.ts';
import { adoptRecoveryKit, makeRecoveryKit, recoveryOpensEveryEpoch } from './recovery-kit.ts';
import { TestProvider } from '../testing/test-keys.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

let directory: TemporaryDirectory;
let store: KeyStore;
let epochs: Epochs;
beforeEach(async () => {
  directory = await temporaryDirectory();
  store = openKeyStore([directory.path], silentLog);
  const root = new TestProvider();
  for (const state of ['retiring', 'active'] as const) {
    const key = SecretKey.generate();
    store.putEpoch({
      format: 'wardkeep-epoch',
      version: 2,
      epochId: key.id,
      createdAt: now.toISOString(),
      state,
      stateSince: now.toISOString(),
      wraps: [await wrapByProvider(root, key)],
      wrappedByBackupRoot: null,
      wrappedToRecovery: null,
      wrappedToNextRecovery: null,
      heldUntil: null,
    });
  }
  epochs = await Epochs.open(root, store, () => now);
});
afterEach(() => directory.remove());

const opens = (privateText: string): boolean => recoveryOpensEveryEpoch(store, privateText);

/** The same store, but the process dies before its write number `last` + 1. */
function killedAfter(last: number): KeyStore {
  let writes = 0;
  const count = <T>(write: (content: T) => void) => {
    return (content: T): void => {
      if (writes === last) throw new Error('killed');
      writes += 1;
      write(content);
    };
  };
  return {
    ...store,
    putEpoch: count(store.putEpoch),
    putRecovery: count(store.putRecovery),
    putNextRecovery: count(store.putNextRecovery),
  };
}

test.each([0, 1, 2])(
  'the first kit, killed after write %i, is not there, and the next attempt makes it',
  (last) => {
    expect(() => makeRecoveryKit(killedAfter(last), epochs, now)).toThrow('killed');
    expect(store.recovery()).toBeUndefined();
    const kit = makeRecoveryKit(store, epochs, now);
    expect([opens(kit.privateText), store.recovery()?.fingerprint]).toEqual([
      true,
      kit.fingerprint,
    ]);
  },
);

test.each([0, 1, 2])(
  'a later kit, killed after write %i, leaves the one on paper opening everything',
  (last) => {
    const paper = makeRecoveryKit(store, epochs, now);
    const unconfirmed = makeRecoveryKit(store, epochs, now);
    expect(() => makeRecoveryKit(killedAfter(last), epochs, now)).toThrow('killed');
    // Somebody confirms the one in between meanwhile: either it is adopted whole, or the one before stays.
    adoptRecoveryKit(store, epochs, unconfirmed.fingerprint);
    expect(opens(last === 0 ? unconfirmed.privateText : paper.privateText)).toBe(true);
    const next = makeRecoveryKit(store, epochs, now);
    adoptRecoveryKit(store, epochs, next.fingerprint);
    expect(opens(next.privateText)).toBe(true);
    expect([opens(paper.privateText), opens(unconfirmed.privateText)]).toEqual([false, false]);
  },
);

test.each([0, 1, 2])(
  'taking a kit into use, killed after write %i, leaves the new one opening everything, and goes on',
  (last) => {
    makeRecoveryKit(store, epochs, now);
    const next = makeRecoveryKit(store, epochs, now);
    expect(() => {
      adoptRecoveryKit(killedAfter(last), epochs, next.fingerprint);
    }).toThrow('killed');
    expect(opens(next.privateText)).toBe(true);
    adoptRecoveryKit(store, epochs, next.fingerprint);
    expect([opens(next.privateText), store.nextRecovery()]).toEqual([true, undefined]);
    expect(store.recovery()?.fingerprint).toBe(next.fingerprint);
  },
);
