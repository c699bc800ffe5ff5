import path from 'node:path';
import type { Config } from '../config/read-config.ts';
import type { ConnectionSettings } from '../db/connection-settings.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { Tx } from '../db/tx.ts';
import {
  auditLane,
  SessionCache,
  sessionPolicy,
  sharedRoad,
  writing,
  type Gate,
  type MakeLane,
  type Places,
  type RoadIn,
} from '../gate/index.ts';
import { mailOutbox } from '../outbox/index.ts';
import {
  auditSealing,
  countPersonKeys,
  createKeyFile,
  deploymentSealing,
  keyFileExists,
  keyedHashes,
  openKeyFileProvider,
  openKeyStore,
  openVault,
  prepareSessionSigning,
  sessionTokens,
  settleDatabase,
  shareTokens,
  type KeyStore,
  type ReplayRestrictions,
  type RestoreResult,
  type RootProvider,
  type Vault,
  type VaultOptions,
} from '../vault/index.ts';

/** What no setting reaches: for a bench that measures what the audit log costs. */
export interface Replaced {
  /** Where events go whose request changes nothing. */
  readonly makeLane?: MakeLane | undefined;
  /** What requests leave that share a transaction. */
  readonly roadIn?: RoadIn | undefined;
}

export interface UnlockOptions {
  readonly config: Config;
  readonly db: Database;
  readonly installationId: string;
  readonly log: Log;
  readonly now: () => Date;
  readonly places: Places;
  readonly replaced?: Replaced;
  /** Where the database is reached, for a connection that hears of revoked keys at once. */
  readonly listenOn?: ConnectionSettings | undefined;
  /** Replays the signed list of erasures and suspensions; refuses one that is too short. */
  readonly replayRestrictions?: ReplayRestrictions;
  /** Told when the database was restored, with what was done about it, before it is served. */
  readonly onRestored?: (result: RestoreResult) => void;
}

export function rootKeyFile(config: Config): string {
  return path.join(config.dataDirectory, 'root-key.json');
}

/** True until a root key was made: the only time when a passphrase may be made up. */
export function isFirstStart(config: Config): boolean {
  return !keyFileExists(rootKeyFile(config));
}

export function keyStoreOf(config: Config, log: Log): KeyStore {
  return openKeyStore([config.keyStoreDirectory, ...config.keyStoreCopies], log);
}

/**
 * Opens the epochs with the root, and everything else with those. A database that was restored is made safe first.
 * @param root - An opened provider, which the vault owns from then on; or the passphrase of the key file.
 * @throws VaultError `wrong_passphrase`, `provider_mismatch`, `keys_unavailable`, `key_store_missing`,
 * `key_store_damaged`, `needs_backup_root`, `epoch_destroyed`, `restriction_list_short`, `backup_root_unusable`
 */
export async function unlock(options: UnlockOptions, root: RootProvider | string): Promise<Gate> {
  const provider = typeof root === 'string' ? await openKeyFile(options, root) : root;
  const vault = await openVault(await vaultOptions(options, provider));
  try {
    const restored = await settleDatabase(vault, options.replayRestrictions ?? nothingToReplay);
    if (restored !== undefined) {
      options.log.warn(restored, 'the database was restored: sessions and links have ended');
      options.onRestored?.(restored);
    }
    await prepareSessionSigning(vault.service, options.config.sessionAlgorithm);
    return gateOn(vault, options);
  } catch (error) {
    await vault.close();
    throw error;
  }
}

export async function vaultOptions(
  { config, db, now, log, listenOn }: UnlockOptions,
  provider: RootProvider,
): Promise<VaultOptions> {
  return {
    provider,
    keyStore: keyStoreOf(config, log),
    db,
    mayCreateEpoch: !(await hasPersons(db)),
    backupRootFile: config.backupRootFile,
    backupRetentionDays: config.backupRetentionDays,
    keyCacheMinutes: config.keyCacheMinutes,
    listenOn,
    now,
    log,
  };
}

/** A database with persons whose root key is gone must be told so; a new root key would open nothing of theirs. */
async function openKeyFile(
  { config, db }: UnlockOptions,
  passphrase: string,
): Promise<RootProvider> {
  const file = rootKeyFile(config);
  if (!keyFileExists(file) && !(await hasPersons(db))) createKeyFile(file, passphrase);
  return openKeyFileProvider(file, passphrase);
}

async function hasPersons(db: Database): Promise<boolean> {
  return (await db.transaction((tx: Tx) => countPersonKeys(tx))) > 0;
}

/** What the gate works with, on an open vault. */
export function gateOn(
  vault: Vault,
  {
    config,
    db,
    installationId,
    now,
    places,
    log,
    replaced: { makeLane = auditLane, roadIn = writing } = {},
  }: Pick<
    UnlockOptions,
    'config' | 'db' | 'installationId' | 'now' | 'places' | 'log' | 'replaced'
  >,
): Gate {
  const audit = auditSealing(vault.service);
  const sealing = deploymentSealing(vault.service);
  const tokens = sessionTokens(vault.service, config.sessionAlgorithm);
  const recentSessions = new SessionCache();
  // Also when they are back: what was remembered is of the time before.
  vault.onAvailability(() => {
    tokens.forget();
    recentSessions.clear();
  });
  const parts = {
    db,
    vault,
    hashes: keyedHashes(vault.service),
    sessionTokens: tokens,
    shareTokens: shareTokens(vault.service),
    sealing,
    recentSessions,
    sessionPolicy: sessionPolicy(config.sessions, config.allowedAddressesByRole),
    mail: mailOutbox({ isOn: config.mail !== undefined, sealing, now }),
    places,
    auditSealing: audit,
    checkpointKey: {
      name: `wardkeep-${installationId}/audit`,
      publicKey: audit.checkpointPublicKey,
    },
    now,
    log,
  };
  return {
    ...parts,
    lane: makeLane(parts),
    sharedRoad: sharedRoad(parts, (tx) => roadIn(parts, tx)),
  };
}

const nothingToReplay: ReplayRestrictions = () => Promise.resolve({ applied: 0 });
