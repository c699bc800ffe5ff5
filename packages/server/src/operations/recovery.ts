import { renameSync, rmSync } from 'node:fs';
import type { Config } from '../config/read-config.ts';
import type { Log } from '../db/log.ts';
import {
  VaultError,
  createKeyFile,
  openKeyFileProvider,
  recoverEpochs,
  recoveryOpensEveryEpoch,
} from '../vault/index.ts';
import { keyStoreOf, rootKeyFile } from './unlock.ts';

/** Proves that a printed kit, or the backup root, opens every epoch key in use, without changing anything. */
export function testRecovery(config: Config, kit: string, log: Log = silent): boolean {
  return recoveryOpensEveryEpoch(keyStoreOf(config, log), kit);
}

/**
 * For when the passphrase, the root key or the provider that held it is lost: a new root key in the key file under a
 * new passphrase, and every epoch wrapped to it; the settings must name the key file from then on. The root key file is replaced only once all are, so a crash before leaves the old one, and the kit opens
 * everything still.
 * @throws VaultError `wrong_kit`; nothing was changed then.
 */
export async function recover(
  config: Config,
  kit: string,
  passphrase: string,
  log: Log = silent,
): Promise<void> {
  const file = rootKeyFile(config);
  const next = `${file}.next`;
  if (!testRecovery(config, kit, log)) {
    throw new VaultError('wrong_kit', 'This kit does not open the keys of this installation.');
  }
  rmSync(next, { force: true });
  createKeyFile(next, passphrase);
  const provider = openKeyFileProvider(next, passphrase);
  const commit = (): void => {
    renameSync(next, file);
  };
  await recoverEpochs(provider, keyStoreOf(config, log), {
    privateText: kit,
    commit,
    now: new Date(),
  });
  await provider.close();
}

const silent: Log = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {}
