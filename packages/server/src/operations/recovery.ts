import { renameSync, rmSync } from 'node:fs';
import type { Config } from '../config/read-config.ts';
import type { Log } from '../db/log.ts';
import {
  VaultError,
  createKeyFile,
  openKeyFileProvider,
  recoverEpochs,
  recoveryOpensEveryEpoch,
  type RootProvider,
} from '../vault/index.ts';
import { keyStoreOf, rootKeyFile } from './unlock.ts';

/** Proves that a printed kit, or the backup root, opens every epoch key in use, without changing anything. */
export function testRecovery(config: Config, kit: string, log: Log = silent): boolean {
  return recoveryOpensEveryEpoch(keyStoreOf(config, log), kit);
}

/**
 * For when the passphrase or the root key is lost: a new root key under a new passphrase, and every epoch wrapped to
 * it. The root key file is replaced only once all are, so a crash before leaves the old one, and the kit opens
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
  await recoverEpochs(provider, keyStoreOf(config, log), { privateText: kit, commit, now: new Date() });
  await provider.close();
}

/**
 * For when the provider is gone for good: every epoch wrapped by another one, which the settings name from then on.
 * @throws VaultError `wrong_kit`, `keys_unavailable`; nothing was changed then that did not open before.
 */
export async function recoverWith(
  config: Config,
  kit: string,
  { provider, log, now }: {
    readonly provider: RootProvider;
    readonly log: Log;
    readonly now: () => Date;
  },
): Promise<number> {
  const commit = (): void => undefined;
  return recoverEpochs(provider, keyStoreOf(config, log), { privateText: kit, commit, now: now() });
}

const silent: Log = { info: ignore, warn: ignore, error: ignore };

function ignore(): void {}
