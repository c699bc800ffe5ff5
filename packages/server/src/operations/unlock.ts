import path from 'node:path';
import type { Config } from '../config/read-config.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../db/log.ts';
import type { Tx } from '../db/tx.ts';
import type { Gate } from '../gate/index.ts';
import {
  auditSealing,
  countPersonKeys,
  createKeyFile,
  keyFileExists,
  keyedHashes,
  openKeyFileProvider,
  openKeyStore,
  openVault,
  sessionTokens,
  shareTokens,
} from '../vault/index.ts';

export interface UnlockOptions {
  readonly config: Config;
  readonly db: Database;
  readonly installationId: string;
  readonly log: Log;
  readonly now: () => Date;
}

export function rootKeyFile(config: Config): string {
  return path.join(config.dataDirectory, 'root-key.json');
}

/** True until a root key was made: the only time when a passphrase may be made up. */
export function isFirstStart(config: Config): boolean {
  return !keyFileExists(rootKeyFile(config));
}

/**
 * Opens the root key with the passphrase, the epochs with the root key, and everything else with those.
 * @throws VaultError `wrong_passphrase`, `key_store_missing`, `key_store_damaged`
 */
export async function unlock(options: UnlockOptions, passphrase: string): Promise<Gate> {
  const { config, db, now, log } = options;
  const file = rootKeyFile(config);
  const hasPersons = (await db.transaction((tx: Tx) => countPersonKeys(tx))) > 0;
  // A database with persons whose root key is gone must be told so; a new root key would open nothing of theirs.
  if (!keyFileExists(file) && !hasPersons) createKeyFile(file, passphrase);
  const vault = await openVault({
    provider: openKeyFileProvider(file, passphrase),
    keyStore: openKeyStore(config.keyStoreDirectory),
    db,
    mayCreateEpoch: !hasPersons,
    now,
  });
  const sealing = auditSealing(vault.service);
  return {
    db,
    vault,
    hashes: keyedHashes(vault.service),
    sessionTokens: sessionTokens(vault.service),
    shareTokens: shareTokens(vault.service),
    auditSealing: sealing,
    checkpointKey: {
      name: `wardkeep-${options.installationId}/audit`,
      publicKey: sealing.checkpointPublicKey,
    },
    now,
    log,
  };
}
