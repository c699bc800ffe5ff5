import { randomBytes, createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/read-config.ts';
import { ConfigError } from '../config/read-config.ts';
import { writeDurably } from '../vault/index.ts';

export interface FoundPassphrase {
  readonly passphrase: string;
  /** True when the passphrase lies on the same disk as what it protects: whoever takes the disk has both. */
  readonly isOnSameDisk: boolean;
}

/** Looks where the setting says, else in the configuration directory. Undefined: somebody must type it. */
export function findPassphrase(config: Config): FoundPassphrase | undefined {
  const { passphraseFile } = config;
  if (passphraseFile !== undefined) {
    if (!existsSync(passphraseFile)) {
      throw new ConfigError(`WARDKEEP_PASSPHRASE_FILE: there is no file ${passphraseFile}.`);
    }
    return readFrom(passphraseFile, config.dataDirectory);
  }
  const ours = ownFile(config);
  return existsSync(ours) ? readFrom(ours, config.dataDirectory) : undefined;
}

/** For a first start that nobody gave a passphrase: 256 random bits, in the user's configuration directory. */
export function writePassphrase(config: Config): FoundPassphrase & { readonly file: string } {
  const file = ownFile(config);
  writeDurably(file, `${randomBytes(32).toString('base64url')}\n`, { exclusive: true });
  return { ...readFrom(file, config.dataDirectory), file };
}

/** One for each data directory, so that a demo does not open what is real. */
function ownFile(config: Config): string {
  const name = createHash('sha256').update(config.dataDirectory).digest('hex').slice(0, 12);
  return path.join(config.configDirectory, `passphrase-${name}`);
}

function readFrom(file: string, dataDirectory: string): FoundPassphrase {
  const [passphrase = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1);
  if (passphrase === '') throw new ConfigError(`The passphrase file ${file} is empty.`);
  return { passphrase, isOnSameDisk: statSync(file).dev === statSync(dataDirectory).dev };
}
