import { startSequencer, type Sequencer, type Witness } from '../audit/index.ts';
import type { BlobStore } from '../blobs/index.ts';
import type { Config } from '../config/read-config.ts';
import type { Log } from '../db/log.ts';
import { sequencerKeys, type Gate } from '../gate/index.ts';
import {
  VaultError,
  signerFiles,
  type ReplayRestrictions,
  type RestoreResult,
  type RootProvider,
} from '../vault/index.ts';
import { settleAuditLogs } from './audit-logs.ts';
import { countryDatabase } from './country-database.ts';
import { checkGivenList, replayRestrictions } from './erasure/index.ts';
import { keepRestoreReport, type RestoreGiven, type RestoreKeys } from './operator-restore.ts';
import { readPassphrase, writePassphrase, type FoundPassphrase } from './passphrase.ts';
import { providerFromConfig } from './provider-from-config.ts';
import { restoreKeys } from './restore.ts';
import type { RunningState } from './system-parts.ts';
import type { Replaced } from './unlock.ts';
import { gateOn, isFirstStart, keyStoreOf, unlock, type UnlockOptions } from './unlock.ts';
import { dropUnusedKeyFile } from './unused-key-file.ts';
import { watchForRestore } from './watch-restore.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** Opening the keys, however it comes about: at the start, by an operator, or once the root's provider answers. */
export interface KeyOpener {
  /** With what the settings give. A server that can't open its keys starts all the same, and says why in readyz. */
  openAtStart(): Promise<void>;
  /** With the passphrase of the key file. @throws VaultError */
  openWith(passphrase: string): Promise<void>;
  readonly restoreKeys: RestoreKeys;
  /** Forgets the keys; nothing is tried again. */
  close(): Promise<void>;
}

export function keyOpener(
  state: RunningState,
  parts: {
    readonly installationId: string;
    readonly blobs: BlobStore;
    readonly log: Log;
    readonly now: () => Date;
    readonly replaced: Replaced;
  },
): KeyOpener {
  const { log } = parts;
  let retry: NodeJS.Timeout | undefined;
  const options = unlockOptions(state, parts);
  const take = (gate: Gate): void => {
    state.sequencer ??= startAuditing(gate, log, state.witnessed);
    state.gate = gate;
    dropUnusedKeyFile(state.config, gate);
    state.needsBackupRoot = false;
    state.isProviderAway = false;
  };
  const open = async (root: RootProvider | string): Promise<void> => {
    const begunAt = parts.now();
    let restored: RestoreResult | undefined;
    const gate = await unlock({ ...options, onRestored: (result) => (restored = result) }, root);
    if (restored !== undefined) await keepRestoreReport(gate, begunAt, restored);
    take(gate);
  };
  const openAtStart = async (tries: number): Promise<void> => {
    if (state.gate !== undefined) return;
    try {
      const root = await rootFromSettings(state, log);
      if (root !== undefined) await open(root);
      if (root !== undefined) state.keyWork?.start();
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.warn({ code: error.code }, `the keys stay locked: ${error.message}`);
      state.needsBackupRoot = error.code === 'needs_backup_root';
      state.isProviderAway = error.code === 'keys_unavailable';
      // A backup root is brought by somebody; a provider comes back by itself.
      if (!state.isProviderAway) return;
      retry = later(() => openAtStart(tries + 1), delayOf(tries), log);
    }
  };
  const watch = watchForRestore(state, log, () => openAtStart(0));
  return {
    openAtStart: () => openAtStart(0),
    openWith: open,
    restoreKeys: async (given, onProgress) => {
      const restored = await restoreWith(state, options, { given, onProgress });
      take(await unlock(options, await requiredRoot(state, given.passphrase)));
      return restored;
    },
    close: async () => {
      await watch.stop();
      clearTimeout(retry);
      await stopRoads(state.gate);
      await state.sequencer?.stop();
      await state.gate?.vault.close();
    },
  };
}

/** What is under way first: what it is refused goes down the lane. */
async function stopRoads(gate: Gate | undefined): Promise<void> {
  await gate?.sharedRoad.stop();
  await gate?.lane.stop();
}

/** The list that the operator brings counts only if it has everything that is known here. */
async function restoreWith(
  state: RunningState,
  options: ReturnType<typeof unlockOptions>,
  { given, onProgress }: { given: RestoreGiven; onProgress: Parameters<RestoreKeys>[1] },
): Promise<RestoreResult> {
  const { privateHalf, restrictions, passphrase } = given;
  const replay: ReplayRestrictions = async (vault) => {
    if (restrictions !== undefined) {
      await checkGivenList(gateOn(vault, options), restrictions);
      vault.keyStore.putRestrictions(restrictions);
    }
    return options.replayRestrictions(vault);
  };
  return restoreKeys(
    { ...options, replayRestrictions: replay },
    await requiredRoot(state, passphrase),
    { privateHalf, work: { onProgress } },
  );
}

function unlockOptions(
  state: RunningState,
  {
    installationId,
    blobs,
    log,
    now,
    replaced,
  }: {
    readonly installationId: string;
    readonly blobs: BlobStore;
    readonly log: Log;
    readonly now: () => Date;
    readonly replaced: Replaced;
  },
): UnlockOptions & { readonly replayRestrictions: ReplayRestrictions } {
  const { config, opened } = state;
  const { rotationHours, backupRetentionDays } = config;
  // Here, before anything is opened: a file that is broken refuses the start, keys or not.
  const places = countryDatabase(config.countryDatabase);
  const listenOn = opened.settings;
  const options = {
    config,
    db: opened.db,
    installationId,
    log,
    now,
    places,
    listenOn,
    replaced,
  };
  return {
    ...options,
    // Nothing is served yet, so no other cache of this process has to be waited for.
    replayRestrictions: async (vault) => {
      const gate = gateOn(vault, options);
      const parts = { gate, blobs, rotationHours, backupRetentionDays, drainMs: 0 };
      await state.escrow?.refuseShorterList(gate);
      const replayed = await replayRestrictions(parts);
      await settleAuditLogs(gate, state.witnessed);
      return replayed;
    },
  };
}

/** @returns undefined where somebody must type the passphrase. */
async function rootFromSettings(
  state: RunningState,
  log: Log,
): Promise<RootProvider | string | undefined> {
  const { config } = state;
  if (config.keyProvider.kind !== 'key-file')
    return providerFromConfig(config, { mayCreateKeyFile: false });
  if (isRootMissing(config, log)) return undefined;
  const found = await passphraseFor(config, log);
  if (found === undefined) return undefined;
  state.isOnSameDisk = found.isOnSameDisk;
  return found.passphrase;
}

/**
 * There is no key file, and the key store has epochs: no first start, for which a passphrase and a root key would be made
 * up. The server stays locked, and the kit makes a key file (`keys recovery use`).
 */
function isRootMissing(config: Config, log: Log): boolean {
  if (!isFirstStart(config)) return false;
  const keyStore = keyStoreOf(config, log);
  if (keyStore.epochs().length === 0) return false;
  const { provider = 'key-file', reference = 'unknown' } = keyStore.provider() ?? {};
  log.warn(
    { provider, reference },
    'the keys stay locked: there is no key file that holds the root key. Put it back, or use the recovery kit',
  );
  return true;
}

async function passphraseFor(config: Config, log: Log): Promise<FoundPassphrase | undefined> {
  const found = await readPassphrase(config);
  if (found !== undefined || !isFirstStart(config)) return found;
  const written = writePassphrase(config);
  log.info(
    { file: written.file },
    'a passphrase for the root key was written; move it to another disk or into your head',
  );
  return written;
}

async function requiredRoot(
  state: RunningState,
  passphrase: string | undefined,
): Promise<RootProvider> {
  const given = passphrase === undefined ? {} : { passphrase };
  const root = await providerFromConfig(state.config, { ...given, mayCreateKeyFile: false });
  if (root !== undefined) return root;
  throw new VaultError(
    'wrong_passphrase',
    'The key file needs its passphrase: give it with --passphrase-file.',
  );
}

function startAuditing(gate: Gate, log: Log, witnessed: Witness | undefined): Sequencer {
  return startSequencer({
    db: gate.db,
    keys: sequencerKeys(gate),
    log,
    memory: signerFiles(gate.vault.keyStore.directories),
    witnessed,
    now: () => gate.now().getTime(),
  });
}

function later(open: () => Promise<void>, delayMs: number, log: Log): NodeJS.Timeout {
  return setTimeout(() => {
    open().catch((cause: unknown) => {
      tellGivenUp(log, cause);
    });
  }, delayMs).unref();
}

function tellGivenUp(log: Log, cause: unknown): void {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  log.error({ code }, 'the keys could not be opened, and are not tried again');
}

/** What an operator, or time, can put right while the server waits. Anything else ends the start. */
function isPassing(error: unknown): error is VaultError {
  return (
    error instanceof VaultError &&
    (error.code === 'keys_unavailable' || error.code === 'needs_backup_root')
  );
}

function delayOf(tries: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS);
}
