import {
  openVault,
  restoreDatabase,
  type KeyWorkOptions,
  type RestoreResult,
  type RootProvider,
} from '../vault/index.ts';
import { vaultOptions, type UnlockOptions } from './unlock.ts';

/**
 * A database from before a rotation: opens the held epochs that it needs with the private half of the backup root (or
 * the kit), ends its sessions and links, replays the restrictions, and wraps everything by the active epoch. Afterwards
 * `unlock` opens it with the root alone. Killed anywhere, running it again finishes.
 * @param provider - Opened; it is closed afterwards.
 * @throws VaultError `wrong_kit`, `epoch_destroyed`, `restriction_list_short`, and what `unlock` throws
 */
export async function restoreKeys(
  options: UnlockOptions & {
    readonly replayRestrictions: NonNullable<UnlockOptions['replayRestrictions']>;
  },
  provider: RootProvider,
  { privateHalf, work = {} }: { readonly privateHalf: string; readonly work?: KeyWorkOptions },
): Promise<RestoreResult> {
  const vault = await openVault({ ...(await vaultOptions(options, provider)), privateHalf });
  try {
    return await restoreDatabase(vault, options.replayRestrictions, work);
  } finally {
    await vault.close();
  }
}
