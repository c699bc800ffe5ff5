import { randomBytes, createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/read-config.ts';
import { ConfigError } from '../config/read-config.ts';
import { writeDurably } from '../vault/index.ts';
import { resolveSecret } from './secrets.ts';
import { readSecretFile } from './secrets-file.ts';
import { checkPassphrase } from './secrets-strength.ts';

export interface FoundPassphrase {
  readonly passphrase: string;
  /** True when the passphrase lies on the same disk as what it protects: whoever takes the disk has both. */
  readonly isOnSameDisk: boolean;
}

/**
 * Looks where the settings say, else in the configuration directory. Undefined: somebody must type it.
 * @throws ConfigError naming the setting; a passphrase that is too weak among others
 */
export async function readPassphrase(config: Config): Promise<FoundPassphrase | undefined> {
  const { passphraseFrom: reference, passphraseFile } = config;
  const setting = 'WARDKEEP_PASSPHRASE_FROM';
  if (reference?.kind === 'file') return readFrom(reference.file, setting, config);
  if (reference !== undefined) {
    const passphrase = await resolveSecret(reference, setting, config);
    return { passphrase: checkPassphrase(passphrase, setting), isOnSameDisk: false };
  }
  if (passphraseFile !== undefined)
    return readFrom(passphraseFile, 'WARDKEEP_PASSPHRASE_FILE', config);
  const ours = ownFile(config);
  return existsSync(ours) ? readFrom(ours, ours, config) : undefined;
}

/** For a first start that nobody gave a passphrase: 256 random bits, in the user's configuration directory. */
export function writePassphrase(config: Config): FoundPassphrase & { readonly file: string } {
  const file = ownFile(config);
  writeDurably(file, `${randomBytes(32).toString('base64url')}\n`, { exclusive: true });
  return { ...readFrom(file, file, config), file };
}

/** One for each data directory, so that a demo does not open what is real. */
function ownFile(config: Config): string {
  const name = createHash('sha256').update(config.dataDirectory).digest('hex').slice(0, 12);
  return path.join(config.configDirectory, `passphrase-${name}`);
}

/** @param setting - Named in errors; where there is none, the file itself. */
function readFrom(file: string, setting: string, config: Config): FoundPassphrase {
  const { dataDirectory, credentialsDirectory } = config;
  const text = readSecretFile(file, setting, credentialsDirectory);
  const [passphrase = ''] = text.split(/\r?\n/, 1);
  if (passphrase === '') throw new ConfigError(`${setting}: the file ${file} is empty.`);
  return {
    passphrase: checkPassphrase(passphrase, setting),
    isOnSameDisk: statSync(file).dev === statSync(dataDirectory).dev,
  };
}
