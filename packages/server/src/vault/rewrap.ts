import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { rewrapKey, wrappedKeyIds, type WrappedKey } from '@wardkeep/crypto';
import type { Database } from '../db/database.ts';
import type { Epochs } from './epochs.ts';
import type { KeyWorkOptions } from './key-ring.ts';
import { personKeyIdentity } from './person-vault.ts';
import {
  countKeyPages,
  countKeysByEpoch,
  readKeysToRewrap,
  writeRewrapped,
  type KeyToRewrap,
} from './rewrap-store.ts';
import { VaultError } from './vault-error.ts';

export interface RewrapOptions extends KeyWorkOptions {
  /** Pages of 8 KiB in each transaction; a page holds about 18 keys. */
  readonly pagesPerBatch?: number;
  /** At most so many keys a second; as fast as it goes unless said. */
  readonly keysPerSecond?: number;
}

export interface RewrapResult {
  readonly rewrapped: number;
  readonly passes: number;
}

const PAGES_PER_BATCH = 256;
// Keys between two turns of the event loop: a few milliseconds, in which no request is served.
const KEYS_PER_TURN = 128;
const MOST_PASSES = 50;
const BETWEEN_PASSES_MS = 200;

/**
 * Wraps every person's key by the active epoch, in passes over the table until none is under another. Reading the next
 * batch, the cryptography of this one and writing the last go on at once. Stopping it anywhere does no harm.
 * @throws VaultError `work_aborted`; `work_unfinished` when somebody's transactions hold rows for too long.
 */
export async function rewrapPersonKeys(
  parts: { readonly db: Database; readonly epochs: Epochs },
  options: RewrapOptions = {},
): Promise<RewrapResult> {
  refuseWhenAborted(options.signal);
  const total = await countLeft(parts);
  let rewrapped = 0;
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    if (total === 0 || (passes > 0 && (await countLeft(parts)) === 0)) return { rewrapped, passes };
    if (passes > 0) await sleep(BETWEEN_PASSES_MS);
    const before = rewrapped;
    const tell = (done: number): void => {
      options.onProgress?.({ phase: 'rewrap', done: before + done, total });
    };
    rewrapped += await onePass(parts, options, tell);
  }
  throw new VaultError(
    'work_unfinished',
    'Some keys could not be rewrapped: transactions hold their rows. The next run goes on.',
  );
}

async function countLeft({ db, epochs }: Parameters<typeof rewrapPersonKeys>[0]): Promise<number> {
  const counts = await db.transaction((tx) => countKeysByEpoch(tx), { readOnly: true });
  const { id } = epochs.active.key;
  return counts
    .filter(({ epochId }) => epochId !== id)
    .reduce((sum, { personKeys }) => sum + personKeys, 0);
}

async function onePass(
  parts: { readonly db: Database; readonly epochs: Epochs },
  options: RewrapOptions,
  tell: (done: number) => void,
): Promise<number> {
  const { db, epochs } = parts;
  const pages = await db.transaction((tx) => countKeyPages(tx), { readOnly: true });
  const step = options.pagesPerBatch ?? PAGES_PER_BATCH;
  const batches = Math.ceil(pages / step);
  const readBatch = (batch: number): Promise<readonly KeyToRewrap[]> => {
    const range = { from: batch * step, to: (batch + 1) * step };
    return db.transaction((tx) => readKeysToRewrap(tx, epochs.active.key.id, range), {
      readOnly: true,
    });
  };
  let rewrapped = 0;
  let next = readBatch(0);
  let writing: Promise<number> = Promise.resolve(0);
  try {
    for (let batch = 0; batch < batches; batch += 1) {
      refuseWhenAborted(options.signal);
      const keys = await next;
      if (batch + 1 < batches) next = readBatch(batch + 1);
      const after = await rewrapAll(keys, epochs);
      rewrapped += await writing;
      writing = write(db, keys, after);
      tell(rewrapped);
      await throttle(keys.length, options.keysPerSecond);
    }
  } finally {
    // Neither may be left running, or rejecting unheard, when the other fails.
    await Promise.allSettled([next, writing]);
  }
  return rewrapped + (await writing);
}

/** A deadlock with somebody who changes the same rows rolls one of the two back; here it costs only time. */
function write(
  db: Database,
  keys: readonly KeyToRewrap[],
  after: readonly WrappedKey[],
): Promise<number> {
  if (keys.length === 0) return Promise.resolve(0);
  return db.transaction((tx) => writeRewrapped(tx, keys, after), { retry: true });
}

async function rewrapAll(
  keys: readonly KeyToRewrap[],
  epochs: Epochs,
): Promise<readonly WrappedKey[]> {
  const to = epochs.active.key;
  const after: WrappedKey[] = [];
  // Nearly always the same for a whole batch.
  let from = to;
  for (const [index, key] of keys.entries()) {
    if (index % KEYS_PER_TURN === KEYS_PER_TURN - 1) await nextTurn();
    const { wrappingKeyId } = wrappedKeyIds(key.wrapped);
    if (wrappingKeyId !== from.id) from = epochs.get(wrappingKeyId);
    after.push(rewrapKey(from, to, key.wrapped, personKeyIdentity(key)));
  }
  return after;
}

async function throttle(keys: number, keysPerSecond: number | undefined): Promise<void> {
  if (keysPerSecond === undefined || keys === 0) return;
  await sleep((keys / keysPerSecond) * 1000);
}

export function refuseWhenAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new VaultError('work_aborted', 'The work was told to stop. The next run goes on.');
}
