import { rmSync } from 'node:fs';
import type { Config } from '../config/read-config.ts';
import type { Gate } from '../gate/index.ts';
import { rootKeyFile } from './unlock.ts';

/** Once another provider holds the root, the old root key would only open old copies of the key store. */
export function dropUnusedKeyFile(config: Config, { vault }: Gate): void {
  if (vault.provider.name !== 'key-file') rmSync(rootKeyFile(config), { force: true });
}
