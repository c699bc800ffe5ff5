import { renameSync, rmSync } from 'node:fs';
import type { Config } from '../config/read-config.ts';
import {
  VaultError,
  createKeyFile,
  openKeyFileProvider,
  openKeyStore,
  recoverEpochs,
  recoveryOpensEveryEpoch,
} from '../vault/index.ts';
import { rootKeyFile } from './unlock.ts';

/** Proves that a printed kit opens every epoch key, without changing anything. */
export function testRecovery(config: Config, kit: string): boolean {
  return recoveryOpensEveryEpoch(openKeyStore(config.keyStoreDirectory), kit);
}

/**
 * For when the passphrase or the root key is lost: a new root key under a new passphrase, and every epoch wrapped to
 * it. The root key file is replaced last, so that a crash before leaves the old one, and the kit opens everything still.
 * @throws VaultError `wrong_kit`; nothing was changed then.
 */
export async function recover(config: Config, kit: string, passphrase: string): Promise<void> {
  const file = rootKeyFile(config);
  const next = `${file}.next`;
  if (!testRecovery(config, kit)) {
    throw new VaultError('wrong_kit', 'This kit does not open the keys of this installation.');
  }
  rmSync(next, { force: true });
  createKeyFile(next, passphrase);
  await recoverEpochs(
    openKeyFileProvider(next, passphrase),
    openKeyStore(config.keyStoreDirectory),
    kit,
  );
  renameSync(next, file);
}
