import { SecretKey, asKeyId, type RootProvider } from '@wardkeep/crypto';
import { changeEpochs, holdingEpochs } from './era.ts';
import { unwrapEpoch, wrapByProvider } from './epoch-wraps.ts';
import { newestActive } from './epochs.ts';
import { sendKeyNotice } from './key-notices-store.ts';
import type { KeyRing, KeyWorkOptions } from './key-ring.ts';
import type { EpochFile, KeyStore } from './key-store.ts';
import { wrapsApart } from './recovery-kit.ts';
import { renewSigning } from './renew-signing.ts';
import { refuseWhenAborted, rewrapPersonKeys } from './rewrap.ts';
import { readDatabaseNow } from './rotation-store.ts';
import { VaultError } from './vault-error.ts';

const CLOCK_TOLERANCE_MS = 3_600_000;

export interface RotationOptions extends KeyWorkOptions {
  readonly reason?: 'scheduled' | 'operator' | 'incident';
  /** At most so many keys a second; as fast as it goes unless said. */
  readonly keysPerSecond?: number;
}

export interface RotationResult {
  readonly reason: 'scheduled' | 'operator' | 'incident';
  /** True when an earlier run was finished and no new epoch made. */
  readonly resumed: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The active epoch now. */
  readonly to: string;
  readonly held: readonly { readonly epochId: string; readonly heldUntil: string }[];
  readonly destroyed: readonly string[];
  readonly personKeys: number;
  readonly serviceKeys: number;
  readonly passes: number;
  /** Keys under any other epoch than `to`, counted after the last pass: 0, or it would have thrown. */
  readonly remaining: number;
}

/** Where a run may be killed; tests do. */
export type RotationStep =
  | 'begun'
  | 'prepared'
  | 'activated'
  | 'retired'
  | 'settled'
  | 'service-keys'
  | 'person-keys'
  | 'one-held'
  | 'held'
  | 'destroyed';

/**
 * A new epoch, everything rewrapped to it, the others held, and what is past its time destroyed. No step is remembered:
 * each run looks at what is there and does what is missing, so running it again finishes one that was killed.
 * @throws VaultError `key_store_copy_unwritable` and `keys_unavailable` before anything is used, `work_aborted`,
 * `work_unfinished`
 */
export async function rotateEpochs(
  ring: KeyRing,
  options: RotationOptions,
  reached: (step: RotationStep) => void = () => undefined,
): Promise<RotationResult> {
  const startedAt = ring.now().toISOString();
  reached('begun');
  refuseWhenAborted(options.signal);
  await mendCopies(ring);
  const before = newestActive(ring.keyStore.epochs())?.epochId;
  if (!isUnfinished(ring.keyStore)) await prepareEpoch(ring, reached);
  // So that what was prepared is at hand when it is activated.
  await ring.epochs.reload();
  const { resumed, retiring } = await settle(ring, before, reached);
  await ring.epochs.reload();
  reached('settled');
  const counts = await rewrapEverything(ring, options, reached);
  const held = await holdEpochs(ring, retiring, reached);
  await ring.epochs.reload();
  const destroyed = await destroyDue(ring);
  reached('destroyed');
  return {
    reason: options.reason ?? 'operator',
    resumed,
    startedAt,
    finishedAt: ring.now().toISOString(),
    to: ring.epochs.active.key.id,
    held,
    destroyed,
    ...counts,
    remaining: 0,
  };
}

/** A copy that a failed write left behind is unfinished work, whatever the others say. */
function mendCopies({ db, keyStore, now }: KeyRing): Promise<void> {
  return holdingEpochs(db, () => {
    keyStore.mendAll();
    activateForgotten(keyStore, now());
  });
}

/** Two processes that wrote one file at once may have left none active: what was prepared takes its place. */
export function activateForgotten(keyStore: KeyStore, now: Date): void {
  const files = keyStore.epochs();
  const file = files.find(({ state }) => state === 'prepared');
  if (file === undefined || newestActive(files) !== undefined) return;
  const since = now.toISOString();
  keyStore.putEpoch({ ...file, state: 'active', createdAt: since, stateSince: since });
}

/**
 * Deletes every wrap of held epochs past their time, in every copy; a tombstone stays. None while this clock and that
 * of the database differ: one of them is wrong, and what is destroyed does not come back.
 * @throws VaultError `key_store_copy_unwritable` when a copy lags and can't be mended
 */
export async function destroyDue(ring: KeyRing, retainedSince?: Date): Promise<readonly string[]> {
  await mendCopies(ring);
  const now = ring.now().toISOString();
  const isDue = (file: EpochFile): boolean =>
    file.state === 'held' &&
    (file.heldUntil ?? now) <= now &&
    // A backup that is older than the moment when it was held may need it.
    (retainedSince === undefined || file.stateSince <= retainedSince.toISOString());
  if (!ring.keyStore.epochs().some(isDue) || !(await clocksAgree(ring))) return [];
  const destroyed = await changeEpochs(ring, () => {
    const due = ring.keyStore.epochs().filter(isDue);
    for (const file of due) {
      ring.keyStore.putEpoch({
        ...file,
        state: 'destroyed',
        stateSince: now,
        wraps: [],
        wrappedByBackupRoot: null,
        wrappedToRecovery: null,
        wrappedToNextRecovery: null,
      });
    }
    return due.map(({ epochId }) => epochId);
  });
  await ring.epochs.reload();
  return destroyed;
}

async function clocksAgree({ db, now, databaseNow, log }: KeyRing): Promise<boolean> {
  const theirs = await db.transaction(databaseNow ?? readDatabaseNow, { readOnly: true });
  const agree = Math.abs(theirs.getTime() - now().getTime()) <= CLOCK_TOLERANCE_MS;
  if (!agree)
    log.error(
      { here: now().toISOString(), database: theirs.toISOString() },
      'no epoch is destroyed: the clock of this server and that of the database differ',
    );
  return agree;
}

/** The first epoch of an installation: the same steps, with nothing to leave behind. */
export async function createFirstEpoch(
  { db, keyStore, now }: Pick<KeyRing, 'db' | 'keyStore' | 'now'>,
  provider: RootProvider,
): Promise<void> {
  await changeEpochs({ db, keyStore }, async () => {
    // Of two servers that start at once, the second finds the epoch of the first.
    if (keyStore.epochs().length > 0) return;
    const file = await newEpoch(keyStore, provider, now());
    keyStore.putEpoch(file);
    keyStore.putEpoch({ ...file, state: 'active' });
  });
}

/** A retiring epoch, or two active ones: a rotation was killed, and is finished without making a third. */
function isUnfinished(keyStore: KeyStore): boolean {
  const files = keyStore.epochs();
  const active = files.filter(({ state }) => state === 'active');
  return active.length > 1 || files.some(({ state }) => state === 'retiring');
}

/** In every copy, with every wrap, before its first use. One that an earlier run prepared is taken if it opens. */
async function prepareEpoch(
  { epochs, keyStore, now }: KeyRing,
  reached: (step: RotationStep) => void,
): Promise<void> {
  const found = keyStore.epochs().find(({ state }) => state === 'prepared');
  if (found === undefined) {
    keyStore.putEpoch(await newEpoch(keyStore, epochs.provider, now()));
  } else {
    // Anew: the kit may be another by now, and the provider too.
    const key = await unwrapEpoch(epochs.provider, found);
    const wraps = [await wrapByProvider(epochs.provider, key)];
    keyStore.putEpoch({ ...found, ...wrapsApart(keyStore, key), wraps });
  }
  reached('prepared');
}

async function newEpoch(
  keyStore: KeyStore,
  provider: RootProvider,
  now: Date,
): Promise<Omit<EpochFile, 'revision'>> {
  const key = SecretKey.generate();
  return {
    format: 'wardkeep-epoch',
    version: 2,
    epochId: key.id,
    createdAt: now.toISOString(),
    state: 'prepared',
    stateSince: now.toISOString(),
    wraps: [await wrapByProvider(provider, key)],
    ...wrapsApart(keyStore, key),
    heldUntil: null,
  };
}

/**
 * Activates what was prepared, unless another rotation came first, and retires every other epoch. Whoever inserts a
 * key after this has read the key store again, so none is inserted under what is counted down to 0 from here on.
 */
async function settle(
  ring: KeyRing,
  before: string | undefined,
  reached: (step: RotationStep) => void,
): Promise<{ readonly resumed: boolean; readonly retiring: readonly string[] }> {
  const { keyStore, now } = ring;
  return changeEpochs(ring, async (tx) => {
    const since = now().toISOString();
    const isOthers = newestActive(keyStore.epochs())?.epochId !== before;
    const resumed = isOthers || isUnfinished(keyStore);
    const active = resumed ? newestActive(keyStore.epochs())?.epochId : activate(ring, since);
    if (!resumed) reached('activated');
    for (const file of keyStore.epochs()) {
      if (file.state === 'active' && file.epochId !== active)
        keyStore.putEpoch({ ...file, state: 'retiring', stateSince: since });
    }
    reached('retired');
    await sendKeyNotice(tx, '*');
    const retiring = keyStore.epochs().filter(({ state }) => state === 'retiring');
    return { resumed, retiring: retiring.map(({ epochId }) => epochId) };
  });
}

/** @returns its id. */
function activate({ keyStore, epochs }: KeyRing, since: string): string {
  const file = keyStore.epochs().find(({ state }) => state === 'prepared');
  const provider = keyStore.provider();
  const isOpenable = file?.wraps.some(
    (wrap) => wrap.provider === provider?.provider && wrap.reference === provider.reference,
  );
  if (file === undefined || isOpenable !== true)
    throw new VaultError(
      'provider_mismatch',
      'The root key moved to another provider meanwhile. Restart this server with its settings.',
    );
  // Its age counts from its first use, and no two that were ever active are of the same moment.
  const newest = newestActive(keyStore.epochs())?.createdAt ?? '';
  // One from far in the future had a wrong clock, and is no reason to be of the future too.
  const isAhead = Date.parse(newest) - Date.parse(since) > CLOCK_TOLERANCE_MS;
  const createdAt =
    since > newest || isAhead ? since : new Date(Date.parse(newest) + 1).toISOString();
  const id = asKeyId(file.epochId);
  // A kit may have been made, in another process, since this was prepared.
  const apart = epochs.has(id) ? wrapsApart(keyStore, epochs.get(id)) : {};
  keyStore.putEpoch({ ...file, ...apart, state: 'active', createdAt, stateSince: since });
  return file.epochId;
}

async function rewrapEverything(
  ring: KeyRing,
  options: RotationOptions,
  reached: (step: RotationStep) => void,
): Promise<Pick<RotationResult, 'personKeys' | 'serviceKeys' | 'passes'>> {
  const serviceKeys = await ring.service.rewrap();
  await renewSigning(ring, { atOnce: options.reason === 'incident' });
  // Once a day is often enough to make the audit key of the coming year in time.
  await ring.service.load();
  reached('service-keys');
  const { rewrapped, passes } = await rewrapPersonKeys(ring, options);
  reached('person-keys');
  return { serviceKeys, personKeys: rewrapped, passes };
}

async function holdEpochs(
  ring: KeyRing,
  retiring: readonly string[],
  reached: (step: RotationStep) => void,
): Promise<RotationResult['held']> {
  const { keyStore, now, backupRetentionDays } = ring;
  const held = await changeEpochs(ring, async (tx) => {
    const since = now();
    const until = new Date(since.getTime() + backupRetentionDays * 86_400_000).toISOString();
    // Only those that were counted: another rotation may have retired one since.
    const mine = keyStore
      .epochs()
      .filter(({ state, epochId }) => state === 'retiring' && retiring.includes(epochId));
    for (const file of mine) {
      keyStore.putEpoch({
        ...file,
        state: 'held',
        stateSince: since.toISOString(),
        wraps: [],
        heldUntil: until,
      });
      reached('one-held');
    }
    await sendKeyNotice(tx, '*');
    return mine.map(({ epochId }) => ({ epochId, heldUntil: until }));
  });
  reached('held');
  return held;
}
