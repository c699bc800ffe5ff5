import { existsSync, readFileSync } from 'node:fs';
import { CryptoError, generateRecoveryKey, recoveryPublicKeyOf } from '@wardkeep/crypto';
import type { Log } from '../db/log.ts';
import type { BackupRootFile, KeyStore } from './key-store.ts';
import { VaultError } from './vault-error.ts';
import { writeDurably } from './write-durably.ts';

/**
 * The key pair that opens held epochs. At the first start its private half is written to `file`, once; what runs
 * afterwards reads its public half alone.
 * @throws {@link VaultError} `backup_root_unusable` when `file` holds something else; it is never overwritten.
 */
export function ensureBackupRoot(
  store: KeyStore,
  file: string,
  { now, log }: { readonly now: () => Date; readonly log: Log },
): BackupRootFile {
  const known = store.backupRoot();
  if (known !== undefined) return known;
  const publicKey = existsSync(file) ? publicHalfOf(file) : writeNew(file);
  const made: BackupRootFile = {
    format: 'wardkeep-backup-root',
    version: 1,
    revision: 1,
    publicKey,
    fingerprint: publicKey.slice(0, 8),
    createdAt: now().toISOString(),
  };
  store.putBackupRoot(made);
  log.warn(
    { file },
    'the private half of the backup root was written; move it away from this machine',
  );
  return made;
}

function writeNew(file: string): string {
  const { publicKey, privateText } = generateRecoveryKey();
  writeDurably(file, `${privateText}\n`, { exclusive: true });
  // From the file itself: what can't be read back must not be what every backup depends on.
  if (publicHalfOf(file) !== publicKey) throw unusable(file);
  return publicKey;
}

/** Only before the key store knows the pair: a crash came between the two files. */
function publicHalfOf(file: string): string {
  try {
    return recoveryPublicKeyOf(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof CryptoError) throw unusable(file, cause);
    throw cause;
  }
}

function unusable(file: string, cause?: unknown): VaultError {
  return new VaultError(
    'backup_root_unusable',
    `${file} does not hold the private half of a backup root. Move it away, or set WARDKEEP_BACKUP_ROOT_FILE.`,
    { cause },
  );
}
